"""Making a circle, correcting it, and who belongs to it."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.town.circles import access
from tomoni.town.circles.models import Circle, Member
from tomoni.town.circles.rules import meetings as rules
from tomoni.town.circles.rules import members as member_rules

FIELDS = (
    "name", "name_kana", "name_en", "purpose", "purpose_easy", "purpose_en", "rules_text",
    "is_public", "ended_on",
)  # fmt: skip


def keeper(circle: Circle, *, by: Any, at: datetime) -> Circle:
    """The circle, locked, after asking whether `by` keeps its papers; None is the program.

    Raises:
        Refused: when somebody else is the secretariat.
    """
    held = lock(circle)
    if by is not None and not access.may_keep(by, held, timezone.localdate(at)):
        raise Refused(
            _("これは事務局（%(team)s）の仕事です。事務局に声をかけてください。")
            % {"team": held.secretariat}
        )
    return held


@transaction.atomic
def make(
    *,
    slug: str,
    name: str,
    purpose: str,
    secretariat: Team,
    by: Any,
    at: datetime,
    is_sample: bool = False,
    **more: Any,
) -> Circle:
    """A new circle, in the care of a team from its first day."""
    if why := rules.why_not_slug(slug):
        raise Refused(why, field="slug")
    if Circle.objects.filter(slug=slug).exists():
        raise Refused(
            _("このアドレスの名前は、もう使われています。別の名前にしてください。"), field="slug"
        )
    known = {field: more[field] for field in FIELDS if field in more}
    made = Circle.objects.create(
        slug=slug, name=name.strip(), purpose=purpose.strip(), secretariat=secretariat,
        is_sample=is_sample, created_at=at, updated_at=at, **known,
    )  # fmt: skip
    audit.record("circles.made", made, by=by, at=at)
    return made


@transaction.atomic
def edit(*, circle: Circle, by: Any, at: datetime, **new: Any) -> Circle:
    """Correct what the circle says about itself; only the secretariat may."""
    held = keeper(circle, by=by, at=at)
    changes = audit.differences(held, {field: new[field] for field in FIELDS if field in new})
    for field, (_old, value) in changes.items():
        setattr(held, field, value)
    held.updated_at = at
    held.save(update_fields=[*changes, "updated_at"])
    audit.record("circles.edited", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def entrust(*, circle: Circle, secretariat: Team, by: Any, at: datetime) -> Circle:
    """Give the papers to another team; who makes circles may."""
    held = lock(circle)
    changes = audit.differences(held, {"secretariat": secretariat})
    held.secretariat = secretariat
    held.updated_at = at
    held.save(update_fields=["secretariat", "updated_at"])
    audit.record("circles.entrusted", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def add_member(
    *,
    circle: Circle,
    by: Any,
    at: datetime,
    organisation: Organisation | None = None,
    user: User | None = None,
    name: str = "",
    representative: User | None = None,
    team: Team | None = None,
    part: str = Member.Part.MEMBER,
    from_on: date | None = None,
    may_be_named: bool = False,
    contact: dict[str, str] | None = None,
) -> Member:
    """An organisation or a person joins; one that is in already is not joined twice."""
    held = keeper(circle, by=by, at=at)
    given = sum(bool(one) for one in (organisation, user, name.strip()))
    if why := member_rules.why_not_member(bodies=given):
        raise Refused(why)
    try:
        with transaction.atomic():
            made = Member.objects.create(
                circle=held, organisation=organisation, user=user, name=name.strip()[:100],
                representative=representative, team=team, part=part,
                from_on=from_on or timezone.localdate(at), may_be_named=may_be_named,
                contact={k: v for k, v in (contact or {}).items() if v} or None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("もう会員です。一覧をご確認ください。")) from None
    audit.record("circles.member_added", held, by=by, at=at)
    return made


@transaction.atomic
def end_member(*, member: Member, until_on: date, by: Any, at: datetime) -> Member:
    """A member leaves; the row stays with its last day."""
    keeper(member.circle, by=by, at=at)
    held = lock(member)
    why = member_rules.why_not_end(
        ended=held.until_on is not None, from_on=held.from_on, until_on=until_on
    )
    if why:
        raise Refused(why, field="until_on")
    held.until_on = until_on
    held.save(update_fields=["until_on"])
    audit.record("circles.member_ended", held.circle, by=by, at=at)
    return held
