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


@transaction.atomic
def open_scheme(
    *, slug: str, name: str, team: Team, begins_on: date, terms: Terms, source: str, by: Any,
    at: datetime, about: str = "", is_sample: bool = False,
) -> Scheme:  # fmt: skip
    """A scheme with its source, its purse and its first rules.

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
        raise Refused(
            _("このことばの制度はもうあります。別のことばにしてください。"), field="slug"
        ) from None
    open_ends(scheme, at=at)
    audit.record("points.scheme_opened", scheme, by=by, at=at)
    rule(scheme=scheme, from_on=begins_on, terms=terms, source=source, by=by, at=at)
    return scheme


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
