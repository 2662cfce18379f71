"""What each stand has to expect tomorrow, and who should carry what: the past read once for all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from tomoni.ties.umbrellas.models import Move, Station, Weather
from tomoni.ties.umbrellas.queries.stands import open_stands
from tomoni.ties.umbrellas.rules import balancing, forecasting
from tomoni.ties.umbrellas.rules.forecasting import Day, Outlook


@dataclass(frozen=True)
class Expected:
    """A stand and its outlook; None for one that does not lend."""

    station: Station
    outlook: Outlook | None


def expected(on: date, at: datetime) -> list[Expected]:
    """All open stands with what they have to expect on a day; five queries whatever their number."""
    stations = list(open_stands())
    first = timezone.localdate(at) - timedelta(days=forecasting.LOOK_BACK_DAYS)
    wet = {one.on: one.is_wet for one in Weather.objects.filter(on__gte=first)}
    told = Weather.objects.filter(on=on).first()
    history = _history(stations, first, timezone.localdate(at), wet)
    town = forecasting.means_of(day for one in stations if one.lends for day in history[one.pk])
    return [
        Expected(
            one,
            forecasting.outlook(
                count=one.count, days=history[one.pk], town=town, chance=told.chance if told else None
            ) if one.lends else None,
        )
        for one in stations
    ]  # fmt: skip


def _history(
    stations: list[Station], first: date, today: date, wet: dict[date, bool]
) -> dict[int, list[Day]]:
    """The whole days before today, since the stand opened; what was undone does not count."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    rows = Move.objects.filter(at__gte=begin, undone_by=None).order_by()
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for place, (kind, end) in enumerate((("borrow", "source_id"), ("return", "target_id"))):
        counted = (
            rows.filter(kind=kind).annotate(day=TruncDate("at")).values(end, "day")
            .annotate(n=Sum("quantity"))
        )  # fmt: skip
        for one in counted:
            sums[one[end], one["day"]][place] += one["n"]
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    return {
        one.pk: [
            Day(wet.get(day), *sums.get((one.pk, day), (0, 0)))
            for day in days
            if day >= one.opened_on
        ]
        for one in stations
    }


def balance(rows: Iterable[Expected]) -> tuple[balancing.Plan, list[balancing.Stand]]:
    """Who gives and who gets: hotels that only take returns give all they have."""
    stands = [
        balancing.Stand(
            one.station.slug, one.station.count,
            max(one.station.low, one.outlook.need) if one.outlook else 0,
            one.station.lat, one.station.lng,
        )
        for one in rows
    ]  # fmt: skip
    return balancing.plan(stands), stands
