"""An association's page, its officers and their terms, its groups, and what is handed over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.ties.neighbourhoods import access
from tomoni.ties.neighbourhoods.models import (
    AreaTown,
    Association,
    Group,
    HandoverNote,
    Majority,
    Officer,
    YearDate,
)
from tomoni.ties.neighbourhoods.rules.posts import Power

FIELDS = (
    "about", "about_easy", "about_en", "how_to_join", "dues_words", "hall", "phone_who", "phone",
    "is_public", "quorum_numerator", "quorum_denominator", "quorum_strictly", "notice_days",
    "yearly_dues",
)  # fmt: skip
# What the statutes of most associations say; each may have others.
ORDINARY, TWO_THIRDS = "過半数", "3分の2以上"


def allowed(association: Association, power: Power, *, by: Any, at: datetime) -> Association:
    """The association, locked, after asking whether `by` holds a post that may; None is the program.

    Raises:
        Refused: without such a post today.
    """
    held = lock(association)
    if by is not None and power not in access.powers_in(by, held, timezone.localdate(at)):
        raise Refused(
            _(
                "この役では、これはできません。会長に声をかけてください（任期が終わっていないかも、ご確認ください）。"
            )
        )
    return held


@transaction.atomic
def found(
    *,
    slug: str,
    organisation: Organisation,
    about: str,
    supported_by: Team,
    by: Any,
    at: datetime,
    towns: Iterable[Town] = (),
    is_sample: bool = False,
    **more: Any,
) -> Association:
    """An association's page and rules, with the two usual majorities."""
    if (
        slug in {"vote", "mine", "tasks", "meetings"}
        or Association.objects.filter(slug=slug).exists()
    ):
        raise Refused(
            _("このアドレスの名前は、もう使われています。別の名前にしてください。"), field="slug"
        )
    if Association.objects.filter(organisation=organisation).exists():
        raise Refused(_("この団体には、もう町会のページがあります。"), field="organisation")
    made = Association.objects.create(
        slug=slug, organisation=organisation, about=about.strip(), supported_by=supported_by,
        is_sample=is_sample, created_at=at, updated_at=at,
        **{field: more[field] for field in FIELDS if field in more},
    )  # fmt: skip
    AreaTown.objects.bulk_create(AreaTown(association=made, town=town) for town in towns)
    today = timezone.localdate(at)
    Majority.objects.create(
        association=made, name=ORDINARY, numerator=1, denominator=2, strictly=True,
        base=Majority.Base.CAST, from_on=today,
    )  # fmt: skip
    Majority.objects.create(
        association=made, name=TWO_THIRDS, numerator=2, denominator=3,
        base=Majority.Base.ATTENDING, from_on=today,
    )  # fmt: skip
    audit.record("neighbourhoods.founded", made, by=by, at=at)
    return made


@transaction.atomic
def edit(*, association: Association, by: Any, at: datetime, **new: Any) -> Association:
    """What the public page and the statutes say."""
    held = allowed(association, Power.PAGE, by=by, at=at)
    changes = audit.differences(held, {field: new[field] for field in FIELDS if field in new})
    if held.is_public or changes.get("is_public"):
        number = changes.get("phone", ("", held.phone))[1]
        if not number:
            raise Refused(_("公開するときは、電話番号を書いてください。"), field="phone")
    for field, (_old, value) in changes.items():
        setattr(held, field, value)
    held.updated_at = at
    held.save(update_fields=[*changes, "updated_at"])
    audit.record("neighbourhoods.edited", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def appoint(
    *,
    association: Association,
    post: str,
    name: str,
    from_on: date,
    until_on: date,
    by: Any,
    at: datetime,
    user: User | None = None,
    phone: str = "",
    may_be_named: bool = False,
    group: Group | None = None,
    first: bool = False,
) -> Officer:
    """Somebody takes a post for a term; `first` is the city or council naming the first ones."""
    held = lock(association) if first else allowed(association, Power.PACK, by=by, at=at)
    if until_on < from_on:
        raise Refused(
            _("任期の終わりが、始まりより前です。日を確かめてください。"), field="until_on"
        )
    single = post in (Officer.Post.CHAIR, Officer.Post.SECRETARY, Officer.Post.TREASURER)
    others = held.officers.filter(post=post, from_on__lte=until_on, until_on__gte=from_on)
    if single and others.exists():
        raise Refused(
            _(
                "この期間には、もう%(post)sがいます。「次の人に引き継ぐ」を使うか、日を確かめてください。"
            )
            % {"post": Officer.Post(post).label},
            field="post",
        )
    made = _officer(
        association=held, post=post, user=user, name=name.strip(), phone=phone or None,
        group=group if post == Officer.Post.GROUP_LEADER else None,
        may_be_named=may_be_named, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    audit.record("neighbourhoods.appointed", held, by=by, at=at, note=post)
    return made


@transaction.atomic
def hand_over(
    *,
    officer: Officer,
    name: str,
    from_on: date,
    until_on: date,
    by: Any,
    at: datetime,
    user: User | None = None,
    phone: str = "",
    may_be_named: bool = False,
) -> Officer:
    """The term ends the day before the next one's begins, so that no day is without an officer."""
    association = allowed(officer.association, Power.PACK, by=by, at=at)
    held = lock(officer)
    if held.handed_over_on:
        raise Refused(_("この役は、もう引き継がれています。画面を開き直してください。"))
    if from_on <= held.from_on or until_on < from_on:
        raise Refused(
            _("任期の終わりが、始まりより前です。日を確かめてください。"), field="from_on"
        )
    held.until_on = from_on - timedelta(days=1)
    held.handed_over_on = timezone.localdate(at)
    held.save(update_fields=["until_on", "handed_over_on"])
    made = _officer(
        association=association, post=held.post, group=held.group, user=user, name=name.strip(),
        phone=phone or None, may_be_named=may_be_named, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    audit.record("neighbourhoods.handed_over", association, by=by, at=at, note=held.post)
    return made


def _officer(**fields: Any) -> Officer:
    try:
        with transaction.atomic():
            return Officer.objects.create(**fields)
    except IntegrityError:
        raise Refused(_("この日から始まる同じ役の人が、もういます。")) from None


@transaction.atomic
def add_group(
    *, association: Association, number: int, by: Any, at: datetime, name: str = "", boards: int = 1
) -> Group:
    held = allowed(association, Power.ROUTE, by=by, at=at)
    if held.groups.filter(number=number).exists():
        raise Refused(_("この番号の班は、もうあります。"), field="number")
    made = Group.objects.create(
        association=held, number=number, name=name.strip(), boards=max(boards, 1)
    )
    audit.record("neighbourhoods.group_added", held, by=by, at=at, note=str(number))
    return made


@transaction.atomic
def set_year(
    *, association: Association, rows: list[tuple[int, str]], by: Any, at: datetime
) -> Association:
    """The dates of every year, in order; replaces what was there."""
    held = allowed(association, Power.PACK, by=by, at=at)
    held.year.all().delete()
    YearDate.objects.bulk_create(
        YearDate(association=held, month=month, words=words[:200]) for month, words in rows
    )
    audit.record("neighbourhoods.year_set", held, by=by, at=at, note=str(len(rows)))
    return held


@transaction.atomic
def note_down(
    *, association: Association, kind: str, title: str, details: str, by: Any, at: datetime
) -> HandoverNote:
    """Something the next officers must know."""
    held = allowed(association, Power.PACK, by=by, at=at)
    made = HandoverNote.objects.create(
        association=held, kind=kind, title=title.strip(), details=details.strip(), written_at=at
    )
    audit.record("neighbourhoods.noted_down", held, by=by, at=at, note=kind)
    return made


@transaction.atomic
def set_majority(
    *,
    association: Association,
    name: str,
    numerator: int,
    denominator: int,
    base: str,
    from_on: date,
    by: Any,
    at: datetime,
    strictly: bool = False,
) -> Majority:
    """A rule for carrying motions, from a day on; rules in use are never changed."""
    held = allowed(association, Power.MEETING, by=by, at=at)
    if not 0 < numerator <= denominator:
        raise Refused(
            _("分数を確かめてください。例：3分の2なら、分子が2、分母が3です。"), field="numerator"
        )
    made = Majority.objects.create(
        association=held, name=name.strip(), numerator=numerator, denominator=denominator,
        strictly=strictly, base=base, from_on=from_on,
    )  # fmt: skip
    audit.record("neighbourhoods.majority_set", held, by=by, at=at)
    return made
