"""Opening a scheme, and deciding its rules from a day on."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.points.actions.accounts import open_ends
from tomoni.doing.points.models import Ruling, Scheme
from tomoni.doing.points.rules.terms import Terms
from tomoni.ground.people.models import Team

# What the second sending of one press has in common with the first.
OPENED_AS = ("name", "team_id", "begins_on", "about")


@transaction.atomic
def open_scheme(
    *, slug: str, name: str, team: Team, begins_on: date, terms: Terms, source: str, by: Any,
    at: datetime, about: str = "", is_sample: bool = False,
) -> Scheme:  # fmt: skip
    """A scheme with its source, its purse and its first rules. Sent twice by one press, it is one
    scheme, and the second sending is answered like the first.

    Raises:
        Refused: when the address word is taken or nothing says where the rules come from.
    """
    scheme = Scheme(
        slug=slug, name=name, team=team, begins_on=begins_on, about=about, is_sample=is_sample
    )
    try:
        with transaction.atomic():
            scheme.save(force_insert=True)
    except IntegrityError:  # Asked of the database, since two may open it in one moment.
        if known := _opened_by(scheme, terms, source, by):
            return known
        raise Refused(
            _("このことばの制度はもうあります。別のことばにしてください。"), field="slug"
        ) from None
    open_ends(scheme, at=at)
    audit.record("points.scheme_opened", scheme, by=by, at=at)
    rule(scheme=scheme, from_on=begins_on, terms=terms, source=source, by=by, at=at)
    return scheme


def _opened_by(asked: Scheme, terms: Terms, source: str, by: Any) -> Scheme | None:
    """The scheme of that word, when the same official opened it just so; else None."""
    known = Scheme.objects.filter(slug=asked.slug).first()
    if known is None or getattr(by, "pk", None) is None:
        return None
    same = all(getattr(known, name) == getattr(asked, name) for name in OPENED_AS)
    first: Ruling | None = known.rulings.order_by("pk").first()
    is_theirs = (
        first is not None
        and first.by_id == by.pk
        and first.source == source.strip()
        and first.read == terms
    )
    return known if same and is_theirs else None


@transaction.atomic
def rule(
    *, scheme: Scheme, from_on: date, terms: Terms, source: str, by: Any, at: datetime
) -> Ruling:
    """New rules from a day on. What was given stays as it was given.

    Raises:
        Refused: for a day that is past already, once a scheme has rules: points were given and
            told by the rules of that time.
    """
    scheme = lock(scheme)
    if not source.strip():
        raise Refused(_("どこで決めたか（要綱や会議の名前）を書いてください。"), field="source")
    if scheme.rulings.exists() and from_on <= timezone.localdate(at):
        raise Refused(
            _("決まりは、あしたからの日で変えられます。日にちを直してください。"), field="from_on"
        )
    plain: Any = terms.to_plain()
    made = Ruling.objects.create(
        scheme=scheme, from_on=from_on, terms=plain, source=source.strip(),
        by=by if getattr(by, "pk", None) else None, at=at,
    )  # fmt: skip
    audit.record("points.ruled", scheme, by=by, at=at, changes={"from_on": (None, from_on)})
    return made
