"""A year in figures, without names; small counts and what would give them away are hidden."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils import timezone

from tomoni.core import small_cells
from tomoni.doing.volunteering.models import Attendance, Kind, Need, Shift, Turn
from tomoni.doing.volunteering.rules.joining import age_on

BANDS = ((0, 17, "child"), (18, 29, "young"), (30, 64, "adult"), (65, 200, "older"))
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Line:
    """One kind of help: how many people of each age, and how many hours when enough people did it."""

    kind: str
    people: list[int | None]
    total: int | None
    hours: int | None


@dataclass(frozen=True)
class Totals:
    """A year in nine sums; None where they would tell of single people.

    Args:
        missed: Who did not come and said nothing, of `asked` turns that were not given up.
        wishes: Wishes for help taken in; of those `helped` were helped by somebody.
        shifts: Shifts that took place; of those `filled` had nobody missing.
    """

    people: int | None
    times: int
    hours: int
    missed: int
    asked: int
    wishes: int
    helped: int
    shifts: int
    filled: int


@dataclass(frozen=True)
class Figures:
    """What a yearly review may print. `lines` is None where no table can be shown safely."""

    lines: list[Line] | None
    totals: Totals


def year(first: date, last: date) -> Figures:
    """Everything that was approved between two days."""
    rows = Attendance.objects.approved().filter(on__range=(first, last))
    seen: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    minutes = defaultdict[str, int](int)
    sums = (
        rows.order_by()
        .values("need__kind", "giver", "giver__birth_on")
        .annotate(minutes=Sum("minutes"))
    )
    for row in sums:
        kind, giver = row["need__kind"], row["giver"]
        seen[kind][band(row["giver__birth_on"], last)].add(giver)
        minutes[kind] += row["minutes"]
    names = [name for _low, _high, name in BANDS] + [UNKNOWN]
    table = {
        kind: {name: len(cells[name]) for name in names} for kind, cells in sorted(seen.items())
    }
    shown = small_cells.protect(table) if table else None
    lines = None
    if shown is not None:
        told = _hours_told({kind: sum(cells.values()) for kind, cells in table.items()})
        lines = [
            Line(
                str(Kind(kind).label), [cells[name] for name in names], shown.row_totals[kind],
                minutes[kind] // 60 if kind in told else None,
            )
            for kind, cells in shown.rows.items()
        ]  # fmt: skip
    return Figures(lines, totals(first, last))


def _hours_told(people: dict[str, int]) -> set[str]:
    """The kinds whose hours may stand there: enough people did it, and no single one is left out,
    since its hours would be what the sum of all has more."""
    told = {kind for kind, n in people.items() if n >= small_cells.LEAST}
    if len(people) - len(told) == 1 and told:
        told.remove(min(told, key=lambda kind: (people[kind], kind)))
    return told


def totals(first: date, last: date) -> Totals:
    """The sums alone, also of a year to compare with."""
    within = {"shift__starts_at__date__range": (first, last)}
    turns = Turn.objects.filter(**within).aggregate(
        missed=Count("pk", filter=Q(status="missed")),
        asked=Count("pk", filter=~Q(status="cancelled")),
    )
    done = Attendance.objects.approved().filter(on__range=(first, last))
    sums = done.aggregate(
        times=Count("pk"), minutes=Sum("minutes"), people=Count("giver", distinct=True)
    )
    wishes = Need.objects.filter(created_at__date__range=(first, last))
    helped = wishes.filter(pk__in=Attendance.objects.approved().values("need"))
    held = (
        Shift.objects.planned()
        .filter(starts_at__date__range=(first, last), ends_at__lt=timezone.now())
        .annotate(left=Sum("posts__seats") - Sum("posts__taken"))
    )
    is_few = 0 < sums["people"] < small_cells.LEAST
    return Totals(
        people=None if is_few else sums["people"], times=sums["times"],
        hours=(sums["minutes"] or 0) // 60, missed=turns["missed"], asked=turns["asked"],
        wishes=wishes.count(), helped=helped.count(), shifts=held.count(),
        filled=held.filter(left__lte=0).count(),
    )  # fmt: skip


def band(birth_on: date | None, on: date) -> str:
    """The word of an age band."""
    if birth_on is None:
        return UNKNOWN
    age = age_on(birth_on, on)
    return next((name for low, high, name in BANDS if low <= age <= high), UNKNOWN)
