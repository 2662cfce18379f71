"""A year in figures, without names; small counts and what would give them away are hidden."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from tomoni.core import small_cells
from tomoni.doing.volunteering.models import Attendance, Kind, Turn
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
class Figures:
    """What a yearly review may print. `lines` is None where no table can be shown safely."""

    lines: list[Line] | None
    people: int | None
    times: int
    hours: int
    missed: int
    asked: int


def year(first: date, last: date) -> Figures:
    """Everything that was approved between two days."""
    rows = Attendance.objects.approved().filter(on__range=(first, last))
    seen: dict[str, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    everybody, minutes = set[object](), defaultdict[str, int](int)
    sums = (
        rows.order_by()
        .values("need__kind", "giver", "giver__birth_on")
        .annotate(minutes=Sum("minutes"), times=Count("pk"))
    )
    times = 0
    for row in sums:
        kind, giver = row["need__kind"], row["giver"]
        seen[kind][band(row["giver__birth_on"], last)].add(giver)
        everybody.add(giver)
        minutes[kind] += row["minutes"]
        times += row["times"]
    names = [name for _low, _high, name in BANDS] + [UNKNOWN]
    table = {
        kind: {name: len(cells[name]) for name in names} for kind, cells in sorted(seen.items())
    }
    shown = small_cells.protect(table) if table else None
    lines = None
    if shown is not None:
        lines = [
            Line(
                str(Kind(kind).label), [cells[name] for name in names], shown.row_totals[kind],
                minutes[kind] // 60 if sum(table[kind].values()) >= small_cells.LEAST else None,
            )
            for kind, cells in shown.rows.items()
        ]  # fmt: skip
    turns = Turn.objects.filter(shift__starts_at__date__range=(first, last)).aggregate(
        missed=Count("pk", filter=Q(status="missed")),
        asked=Count("pk", filter=~Q(status="cancelled")),
    )
    known = len(everybody)
    return Figures(
        lines, known if known >= small_cells.LEAST or not known else None, times,
        sum(minutes.values()) // 60, turns["missed"], turns["asked"],
    )  # fmt: skip


def band(birth_on: date | None, on: date) -> str:
    """The word of an age band."""
    if birth_on is None:
        return UNKNOWN
    age = age_on(birth_on, on)
    return next((name for low, high, name in BANDS if low <= age <= high), UNKNOWN)
