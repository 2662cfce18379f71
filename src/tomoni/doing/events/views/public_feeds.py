"""/events.ics, /events.atom, /events.json and one series' calendar, with tags that mean something."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.core.stamp import content_stamp
from tomoni.doing.events.feeds import ics, structured, window
from tomoni.doing.events.models import Series
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.queries import asking
from tomoni.doing.events.rules import when

SHAPE = "1"  # Raised when a feed's form changes, so that nobody keeps the old form.
MOST_ENTRIES = 100
MOST_KNOWN = 2_000
# Address, day and state of the town → tag: asking again costs one short question.
_known: OrderedDict[tuple[Any, ...], str] = OrderedDict()


@public
@require_safe
def as_ics(request: HttpRequest) -> HttpResponse:
    """Everything, or what the filters of the address leave, as a calendar to subscribe to."""
    at = timezone.now()
    asked = asking.read(request.GET, at=at)
    return _calendar(request, lambda: window.dates(asked, at), city().name + _("の催し"))


@public
@require_safe
def series_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One series with all its dates."""
    series = get_object_or_404(Series.objects.public(), slug=slug)
    return _calendar(request, lambda: window.of_series(series, timezone.now()), series.title)


@public
@require_safe
def as_atom(request: HttpRequest) -> HttpResponse:
    """The coming dates, the nearest first."""
    at = timezone.now()
    asked = asking.read(request.GET, at=at)

    def make() -> HttpResponse:
        feed = Atom1Feed(
            title=city().name + _("の催し"), link=f"{settings.SITE_URL}/events/",
            description="", language="ja", feed_url=request.build_absolute_uri(),
        )  # fmt: skip
        for date in _coming(window.dates(asked, at), at):
            start, end = timezone.localtime(date.starts_at), timezone.localtime(date.ends_at)
            said = when.in_words(start, end, all_day=date.series.all_day, language="ja")
            state = f"【{_('中止')}】" if date.is_cancelled else ""
            page = settings.SITE_URL + date.get_absolute_url()
            feed.add_item(
                title=f"{state}{date.title or date.series.title}", link=page, unique_id=page,
                description=" ".join(
                    filter(None, (said, ics.place(date.series, date), date.series.summary))
                ),
                updateddate=max(date.series.updated_at, date.updated_at),
                categories=[str(date.series.get_kind_display())],
            )  # fmt: skip
        return HttpResponse(feed.writeString("utf-8"), "application/atom+xml; charset=utf-8")

    return _if_changed(request, window.dates(asked, at), make, by_the_hour=True)


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The window of dates for programs, each with its name, version and state."""
    at = timezone.now()
    asked = asking.read(request.GET, at=at)

    def make() -> HttpResponse:
        told = window.whole(window.dates(asked, at))
        dates = [date for one in told for date in one.dates]
        dates.sort(key=lambda date: (date.starts_at, str(date.pk)))
        said = {
            "publisher": city().open_data.publisher,
            "licence": city().open_data.licence_url,
            "events": [structured.entry(date, site=settings.SITE_URL) for date in dates],
        }
        return HttpResponse(json.dumps(said, ensure_ascii=False), "application/json")

    return _if_changed(request, window.dates(asked, at), make)


def _calendar(
    request: HttpRequest, dates: Callable[[], OccurrenceQuerySet], name: str
) -> HttpResponse:
    def make() -> HttpResponse:
        body = ics.calendar(
            window.whole(dates()), name=name, site=settings.SITE_URL,
            url=request.build_absolute_uri(),
        )  # fmt: skip
        answer = HttpResponse(body, "text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="events.ics"'
        return answer

    return _if_changed(request, dates(), make)


def _coming(found: OccurrenceQuerySet, at: datetime) -> list[Any]:
    dates = [
        date
        for one in window.whole(found.filter(ends_at__gt=at)[:MOST_ENTRIES])
        for date in one.dates
    ]
    return sorted(dates, key=lambda date: (date.starts_at, str(date.pk)))


def _if_changed(
    request: HttpRequest,
    found: OccurrenceQuerySet,
    make: Callable[[], HttpResponse],
    *,
    by_the_hour: bool = False,
) -> HttpResponse:
    """The feed, or 304 without making it where the reader has this very one.

    The tag holds what the feed says of its dates, the day (the window rolls) and the address. It
    is remembered for the state of the town, so that the second reader asks almost nothing.
    """
    now = timezone.localtime()
    moment = f"{now:%Y%m%d%H}" if by_the_hour else f"{now:%Y%m%d}"
    key = (content_stamp(), moment, request.build_absolute_uri())
    etag = _known.get(key)
    if etag is None:
        parts = repr((SHAPE, moment, key[2], window.mark(found)))
        etag = _known[key] = f'"{hashlib.sha256(parts.encode()).hexdigest()[:24]}"'
        if len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    answer: Any = get_conditional_response(request, etag=etag) or make()
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=300, must-revalidate"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer  # type: ignore[no-any-return]
