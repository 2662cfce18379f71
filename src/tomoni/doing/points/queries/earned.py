"""Which rules hold on a day, and what somebody has been given so far."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.doing.points.models import Account, Earning, Ruling, Scheme, Transfer
from tomoni.doing.points.rules.earning import Sofar
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of

BEFORE = "before:"  # What an earning is for that tells of a year before the scheme was kept here.


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


class Rulings:
    """The rules of the schemes of these rows, read once for many days."""

    def __init__(self, rows: Sequence[Earning]) -> None:
        self.of: dict[int, list[Ruling]] = {}
        schemes = {row.scheme_id for row in rows}
        # Of two that begin on one day the later decision counts, so it comes later.
        for one in Ruling.objects.filter(scheme__in=schemes).order_by("from_on", "pk"):
            self.of.setdefault(one.scheme_id, []).append(one)

    def on(self, scheme: int, on: date) -> Ruling | None:
        """As `ruling_on`."""
        rows = self.of.get(scheme, [])
        place = bisect_right(rows, on, key=lambda one: one.from_on)
        return rows[place - 1] if place else None


class Given:
    """What accounts were given by day and activity; more can be added in memory."""

    def __init__(self) -> None:
        self.of: dict[int, list[tuple[date, str, int]]] = {}

    def add(self, row: Earning) -> None:
        """Count this as well."""
        self.of.setdefault(row.account_id, []).append((row.on, row.activity, row.points))

    def sofar(self, account: int, terms: Terms, activity: str, on: date) -> Sofar:
        """As `sofar`."""
        first, last = year_of(on, terms.year_begins)
        rows = [row for row in self.of.get(account, ()) if first <= row[0] <= last]
        day = [row for row in rows if row[0] == on]
        return Sofar(
            sum(points for _on, of, points in day if of == activity),
            sum(points for _on, _of, points in day),
            sum(points for _on, _of, points in rows),
        )


def given(rows: Sequence[Earning]) -> Given:
    """What stands for the accounts of these rows, in every fiscal year that their days may be in."""
    found = Given()
    if rows:
        days = [row.on for row in rows]
        # A year to either side holds the fiscal year, whenever it begins.
        first, last = date(min(days).year - 1, 1, 1), date(max(days).year + 1, 12, 31)
        accounts = {row.account_id for row in rows}
        of_them = Earning.objects.filter(account__in=accounts, on__range=(first, last))
        by_day = standing(of_them).values_list("account_id", "on", "activity")
        for account, *day, points in by_day.annotate(sum=Sum("points")).order_by():
            found.of.setdefault(account, []).append((*day, points))
    return found


def sources(rows: Sequence[Earning]) -> set[tuple[int, str]]:
    """Which of the things these rows are for were counted already."""
    asked = Earning.objects.filter(
        scheme__in={row.scheme_id for row in rows},
        source__in={row.source for row in rows if row.source},
    )
    return set(asked.values_list("scheme_id", "source"))
