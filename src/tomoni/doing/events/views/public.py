"""What everybody may open: the calendar, the page of one date, the page of one series."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.doing.events import access
from tomoni.doing.events.queries import asking, calendar, competition, dates
from tomoni.doing.events.views import panel


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calendar by month, week, list or district; every filter stands in the address."""
    at = timezone.localtime()
    asked = asking.read(request.GET, at=at)
    language = request.display.language  # type: ignore[attr-defined]
    found = calendar.calendar(asked, language=language, number=request.GET.get("page", "1"))
    context = {
        "asked": asked,
        "found": found,
        "panel": panel.Panel(found, language),
        "crumbs": [(_("催しカレンダー"), "")],
    }
    return render(request, "events/public/calendar.html", context)


@public
@require_safe
def occurrence(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One date: what, when, where, for whom, how one gets in."""
    at = timezone.localtime()
    found = access.visible_occurrences(request.user, at.date()).filter(series__slug=slug)
    one = get_object_or_404(dates.whole_dates(found), pk=pk)
    page = dates.date_page(one, at=at, language=request.display.language)  # type: ignore[attr-defined]
    above = reverse("events:series", args=[slug])
    context = {
        **_common(page, at),
        "competition": competition.table_of(one),
        "join_url": reverse("events:join", args=[slug, pk]) if page.takes_sign_ups else "",
        "crumbs": [
            (_("催しカレンダー"), reverse("events:index")),
            *([(str(page.said["title"]), above)] if one.series.rrule else []),
            (page.when, ""),
        ],
    }
    return render(request, "events/public/date.html", context)


@public
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series with its coming dates."""
    at = timezone.localtime()
    found = access.visible_to(request.user, at.date())
    one = get_object_or_404(dates.whole_series(found), slug=slug)
    page = dates.series_page(one, at=at, language=request.display.language)  # type: ignore[attr-defined]
    context = {
        **_common(page, at),
        "last": None if page.coming else dates.last_date(one),
        "crumbs": [(_("催しカレンダー"), reverse("events:index")), (str(page.said["title"]), "")],
    }
    return render(request, "events/public/series.html", context)


def _common(page: dates.SeriesPage, at: datetime) -> dict[str, object]:
    return {"page": page, "series": page.series, "at": at}
