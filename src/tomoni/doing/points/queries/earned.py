"""Which rules hold on a day, and what somebody has been given so far."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.doing.points.models import Account, Earning, Ruling, Scheme, Transfer
from tomoni.doing.points.rules.earning import Sofar
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of


def ruling_on(scheme: Scheme, on: date) -> Ruling | None:
    """The rules of a scheme in force on a day; None before the first."""
    return Ruling.objects.filter(scheme=scheme).in_force(on).first()


def source_of(scheme: Scheme) -> Account:
    """Where the points of a scheme come from."""
    return _end(scheme, Account.Kind.SOURCE)


def purse_of(scheme: Scheme) -> Account:
    """Where paid-out points go."""
    return _end(scheme, Account.Kind.PURSE)


def _end(scheme: Scheme, kind: str) -> Account:
    found = Account.objects.filter(scheme=scheme, kind=kind).first()
    if found is None:
        raise Refused(_("この制度はまだ始まっていません。先に、制度を開いてください。"))
    return found


def standing(rows: QuerySet[Earning]) -> QuerySet[Earning]:
    """Those whose points were not taken back."""
    back = Transfer.objects.filter(of=OuterRef("transfer"), kind=Transfer.Kind.REVERSAL)
    return rows.exclude(Exists(back))


def sofar(account: Account, terms: Terms, activity: str, on: date) -> Sofar:
    """What the account was given on that day and in its fiscal year, by what stands."""
    first, last = year_of(on, terms.year_begins)
    rows = standing(Earning.objects.filter(account=account, on__range=(first, last)))
    found = rows.aggregate(
        year=Sum("points"),
        day=Sum("points", filter=Q(on=on)),
        activity=Sum("points", filter=Q(on=on, activity=activity)),
    )
    return Sofar(found["activity"] or 0, found["day"] or 0, found["year"] or 0)
