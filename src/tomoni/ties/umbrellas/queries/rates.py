"""How many come back: by season for the town, and for each stand what left and what came."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from tomoni.ties.umbrellas.models import Loan, Move, Station
from tomoni.ties.umbrellas.rules import seasons


@dataclass
class Season:
    """One season of one year: what left and what came, in the whole town and by stand."""

    year: int
    season: str
    out: int = 0
    back: int = 0
    by_station: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def rate(self) -> int | None:
        return seasons.rate(self.out, self.back)

    @property
    def rows(self) -> list[tuple[str, int, int, int | None]]:
        """Stand, left, came, came of a hundred that left."""
        return [
            (name, out, back, seasons.rate(out, back))
            for name, (out, back) in sorted(self.by_station.items())
        ]


def by_season() -> list[Season]:
    """The newest season first. An umbrella without a number can come back anywhere, so only the
    town's own rate says how many do; a stand's says whether it fills or empties."""
    names = {one.pk: one.said for one in Station.objects.all()}
    found: dict[tuple[int, str], Season] = {}
    rows = Move.objects.filter(undone_by=None).order_by()
    for place, (kind, end) in enumerate((("borrow", "source_id"), ("return", "target_id"))):
        counted = (
            rows.filter(kind=kind)
            .annotate(year=ExtractYear("at"), month=ExtractMonth("at"))
            .values(end, "year", "month").annotate(n=Sum("quantity"))
        )  # fmt: skip
        for one in counted:
            key = seasons.year_of_season(one["year"], one["month"]), seasons.season_of(one["month"])
            season = found.setdefault(key, Season(*key))
            season.by_station[names[one[end]]][place] += one["n"]
            if place:
                season.back += one["n"]
            else:
                season.out += one["n"]
    return sorted(
        found.values(), key=lambda one: (one.year, seasons.ORDER.index(one.season)), reverse=True
    )


def coded() -> dict[str, int]:
    """Of the numbered umbrellas' loans: how many there were and how many ended."""
    return Loan.objects.aggregate(
        loans=Count("pk"), ended=Count("pk", filter=Q(returned__isnull=False))
    )
