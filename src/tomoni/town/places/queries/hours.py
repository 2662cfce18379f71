"""Rows of hours as the plain values the rules speak about."""

from django.db.models import Prefetch, QuerySet

from tomoni.core.city import city
from tomoni.town.places.models import ListingAt, Opening, OpeningException
from tomoni.town.places.rules.hours import Differs, Timetable
from tomoni.town.places.rules.week import Span

SPAN_FIELDS = tuple(Span.__dataclass_fields__)


def with_hours(rows: QuerySet[ListingAt]) -> QuerySet[ListingAt]:
    """The places of entries with what `timetable_of` needs, in two queries for all of them."""
    return rows.prefetch_related(
        Prefetch("openings", Opening.objects.order_by("weekday", "opens", "id")),
        Prefetch("exceptions", OpeningException.objects.order_by("from_on", "id")),
    )


def timetable_of(here: ListingAt) -> Timetable:
    """The hours of an entry at one place; uses prefetched rows where there are any."""
    return Timetable(
        spans=tuple(
            Span(**{field: getattr(row, field) for field in SPAN_FIELDS})
            for row in here.openings.all()
        ),
        differs=tuple(
            Differs(row.from_on, row.until_on, row.opens, row.closes, row.reason)
            for row in here.exceptions.all()
        ),
        holiday_rule=here.holiday_rule,
        closed_year_end=here.closed_year_end,
        year_end=city().year_end,
    )
