"""The poster of a date and the month for the wall, as PDF in Japanese."""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.doing.events import access, papers
from tomoni.doing.events.queries import asking, calendar, dates, narrowing
from tomoni.doing.events.queries.rows import rows
from tomoni.doing.events.views.panel import Panel


@public
@require_safe
def poster(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One date as a poster; `?size=a3` is twice as large."""
    today = timezone.localdate()
    found = access.visible_occurrences(request.user, today).filter(series__slug=slug)
    one = get_object_or_404(dates.whole_dates(found), pk=pk)
    size = "a3" if request.GET.get("size") == "a3" else "a4"
    with translation.override("ja"):
        return _pdf(papers.poster(one, size=size), f"{slug}-{size}.pdf")


@public
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """The month of the question with its filters: of a network, a district, a place."""
    asked = replace(asking.read(request.GET, at=timezone.now()), view="month", when="")
    with translation.override("ja"):
        found = narrowing.public_dates(asked).order_by("starts_at", "id")
        shown = rows(found[: papers.MOST_ON_PAPER], asked, "ja")
        names = Panel(calendar.Calendar(asked, 0, []), "ja").chips
        body = papers.month(
            shown, first=asked.days[0], total=found.count(),
            whose="・".join(chip.label for chip in names) or city().name,
            url=f"{settings.SITE_URL}/events/?{asked.address()}",
        )  # fmt: skip
    return _pdf(body, f"events-{asked.days[0]:%Y-%m}.pdf")


def _pdf(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, "application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
