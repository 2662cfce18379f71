"""The search page: one box, filters in the address, a list with a map beside it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.core.search.asking import LONGEST_QUERY
from tomoni.town.places.queries import beside, filters, helping, results
from tomoni.town.places.views import panel


@public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything in the directory that fits the words and the filters of the address."""
    at = timezone.localtime()
    asked = filters.read(request.GET, at=at)
    language = request.display.language  # type: ignore[attr-defined]
    found = results.answer(asked, number=request.GET.get("page", "1"), at=at, language=language)
    words = panel.Panel(found, language, request.path)
    context = {
        "asked": asked,
        "found": found,
        "panel": words,
        "phone": city().phones[0],
        "own_search": True,
        "is_cut": asked.query.is_cut,
        "longest": LONGEST_QUERY,
        "no_words": bool(asked.q) and not asked.query,
        "source": panel.map_source(asked),
        "beside": _beside(asked, found, at, language),
        "crumbs": [(_("さがす"), "")],
        **_help(found, words, at),
    }
    return render(request, "places/search.html", context)


def _beside(
    asked: filters.Filters, found: results.Results, at: datetime, language: str
) -> list[beside.Beside]:
    """Other rooms' answers, on the first page; a filter of places says that places are meant."""
    if asked.active or found.page.number > 1:
        return []
    return beside.found(asked.query, asked.q, at, language)


def _help(found: results.Results, words: panel.Panel, at: datetime) -> dict[str, object]:
    """Other spellings with few hits, ways out with none, places meant in any case."""
    asked = found.filters
    offers: dict[str, object] = {}
    if asked.query:
        offers["places_meant"] = words.offered(helping.places_meant(asked, at=at))
    if asked.query and found.total < helping.FEW:
        offers["spellings"] = words.offered(helping.spellings(asked, at=at))
    if not found.total:
        offers["looser"] = words.offered(helping.looser(asked, at=at))
    return offers
