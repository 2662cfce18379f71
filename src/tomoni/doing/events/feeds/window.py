"""Which dates a feed holds: a window that rolls with the day, and what a series is in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Prefetch, Sum
from django.utils import timezone

from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.queries import asking, narrowing
from tomoni.doing.events.queries.asking import Asked

BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
MOST = 20_000


@dataclass(frozen=True)
class Told:
    """A series with its dates inside the window, in order."""

    series: Series
    dates: list[Occurrence]


def dates(asked: Asked, at: datetime) -> OccurrenceQuerySet:
    """The public dates of the window that fit the question, whatever days it names."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Occurrence.objects.public().between(day - BEHIND, day + AHEAD)
    found = found.filter(starts_at__gt=day - BEHIND - asking.LONGEST)
    return found.filter(narrowing.narrowing(asked)).order_by("starts_at", "id")


def of_series(series: Series, at: datetime) -> OccurrenceQuerySet:
    """Every date of one series, from the beginning: whoever keeps it wants its past as well."""
    return series.occurrences.filter(starts_at__lt=at + AHEAD).order_by("starts_at", "id")


def whole(found: OccurrenceQuerySet) -> list[Told]:
    """The dates under their series, with what a feed tells of both; a constant number of queries."""
    rows = list(found.select_related("venue__place")[:MOST])
    fetched = Series.objects.select_related("organisation", "venue__place").prefetch_related(
        Prefetch("tags")
    )
    keys = {row.series_id for row in rows}
    series = {one.pk: one for one in fetched.filter(pk__in=keys)}
    by_series: dict[Any, list[Occurrence]] = defaultdict(list)
    for row in rows:
        row.series = series[row.series_id]
        by_series[row.series_id].append(row)
    return [Told(series[key], dates_) for key, dates_ in by_series.items()]


def mark(found: OccurrenceQuerySet) -> tuple[Any, ...]:
    """What changes whenever the feed would: asked from the database without making the feed."""
    figures = found.order_by().aggregate(
        n=Count("pk"), changed=Max("updated_at"), changed_series=Max("series__updated_at"),
        steps=Sum("sequence"), versions=Sum("series__sequence"), first=Max("starts_at"),
    )  # fmt: skip
    return tuple(figures.values())
