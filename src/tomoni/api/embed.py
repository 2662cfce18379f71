"""A list of places that another site may put into its own page."""

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.town.places.queries import filters, results
from tomoni.town.places.queries.rows import Row, rows

MOST = 50


@public
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def places(request: HttpRequest) -> HttpResponse:
    """The places that fit the filters, in a page without menus, cookies or forms."""
    at = timezone.localtime()
    asked = filters.read(request.GET, at=at)
    found = filters.listings(asked)
    language = request.display.language  # type: ignore[attr-defined]
    shown = rows(found[:MOST], at=at, language=language)
    context = {
        "rows": shown,
        "points": [_point(row) for row in shown if row.place and row.place.lat is not None],
        "count": results.count(asked, at=at),
        "most": MOST,
        "more": f"/places/?{asked.address(lang=request.GET.get('lang', ''))}",
    }
    return render(request, "api/embed.html", context)


def _point(row: Row) -> dict[str, Any]:
    """A row as the map under the list needs it."""
    place: Any = row.place
    return {
        "id": row.listing.slug,
        "name": str(row.name),
        "url": f"/places/{row.listing.slug}/",
        "lat": place.lat,
        "lng": place.lng,
        "accuracy_m": place.accuracy_m,
    }


@public
@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """How to put the list into another page."""
    site = request.build_absolute_uri("/").rstrip("/")
    frame = (
        '<iframe src="{address}" title="{title}" width="100%" height="600" '
        'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    examples = [
        (f"{site}/embed/places/?category=salon", "居場所・サロン"),
        (f"{site}/embed/places/?q=避難所&lang=en", "Shelters"),
    ]
    snippets = [frame.format(address=address, title=title) for address, title in examples]
    return render(request, "api/embed_help.html", {"snippets": snippets})
