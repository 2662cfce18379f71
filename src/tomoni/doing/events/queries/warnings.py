"""What an organiser should look at before the day: the house is closed, or somebody else is in it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.doing.events.models import Occurrence
from tomoni.doing.events.queries.dates import DatePage, whole_dates


def of_dates(
    dates: Sequence[Occurrence], *, at: datetime, language: str
) -> list[tuple[Occurrence, str]]:
    """(date, sentence) in the order of time; a constant number of queries."""
    keys = [one.pk for one in dates if not one.is_cancelled]
    rows = list(whole_dates(Occurrence.objects.filter(pk__in=keys)).order_by("starts_at", "id"))
    pages = [DatePage(one.series, at, language, [], one, []) for one in rows]
    found = []
    others = _others(pages)
    for page in pages:
        if page.doubt:
            found.append((page.date, page.doubt))
        for other in others:
            if page.venue and _venue_of(other) == page.venue.pk and _meet(page.date, other):
                words = _("同じ時間に、同じ会場で「%(title)s」があります。会場に確かめてください。")
                found.append((page.date, words % {"title": other}))
    return found


def _others(pages: list[DatePage]) -> list[Occurrence]:
    """Dates of other series in the same houses, in the time these dates span."""
    venues = {page.venue.pk for page in pages if page.venue}
    if not venues:
        return []
    there = Q(venue__in=venues) | Q(venue=None, place_text="", series__venue__in=venues)
    rows = Occurrence.objects.planned().filter(
        there,
        series__status="published",
        starts_at__lt=max(page.date.ends_at for page in pages),
        ends_at__gt=min(page.date.starts_at for page in pages),
    )
    mine = {page.series.pk for page in pages}
    return list(
        rows.exclude(series__in=mine).select_related("series").order_by("starts_at", "id")[:500]
    )


def _venue_of(one: Occurrence) -> int | None:
    if one.venue_id or one.place_text:
        return one.venue_id
    return one.series.venue_id


def _meet(one: Occurrence, other: Occurrence) -> bool:
    return bool(one.starts_at < other.ends_at and other.starts_at < one.ends_at)
