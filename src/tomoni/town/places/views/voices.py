"""声の統計: how many words of thanks, wishes and complaints came, for everybody to read."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.town.places.models import Feedback
from tomoni.town.places.opendata import files
from tomoni.town.places.queries import voices as queries
from tomoni.town.places.rules import quarters
from tomoni.web.templatetags.shell import local


@public
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """One quarter that is over; `?quarter=2026-3` chooses another."""
    today = timezone.localdate()
    known = queries.over(on=today)
    chosen = known[0] if known else None
    if code := request.GET.get("quarter", ""):
        chosen = quarters.read(code)
        if chosen not in known:
            raise Http404
    running = quarters.quarter_of(today)
    found = queries.statistics(chosen, _name) if chosen else None
    labels = [label for _value, label in Feedback.Kind.choices]
    context: dict[str, Any] = {
        "quarters": known,
        "chosen": chosen,
        "running": running,
        "found": found,
        "whole": list(zip(labels, found.whole.cells, strict=True)) if found else [],
        "least": city().smallest_count,
        "print_qr": True,
        "crumbs": [(_("声の統計"), "")],
    }
    return render(request, "places/voices.html", context)


@public
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every quarter that is over, one row for each line of its tables."""
    lines = files.csv_lines(queries.HEADER, queries.as_lists(on=_today()), "utf-8")
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{city().code}_voices.csv"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _today() -> date:
    return timezone.localdate()


def _name(row: Any) -> str:
    return local(row, "name")
