"""Open data for programs: GeoJSON files beside the pages they belong to."""

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tomoni.api import geojson
from tomoni.api.conditional import if_changed, newest_change, tagged
from tomoni.api.door import description
from tomoni.api.explained import explained
from tomoni.api.filters import narrowed
from tomoni.core.access import public
from tomoni.town.places.models import Listing
from tomoni.town.places.models.listings import ListingQuerySet
from tomoni.town.places.queries.page import listing_page, whole
from tomoni.town.places.queries.structured import structured


@public
@require_safe
def places_geojson(request: HttpRequest) -> HttpResponse:
    """Every public place with a point; takes the same filters as the search page."""
    return _file(request, narrowed(request.GET), "places.geojson")


@public
@require_safe
def place_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """The points of one listing."""
    listing = get_object_or_404(Listing.objects.public(), slug=slug)
    return _file(request, Listing.objects.public().filter(pk=listing.pk), f"{slug}.geojson")


@public
@require_safe
def place_jsonld(request: HttpRequest, slug: str) -> HttpResponse:
    """One listing as schema.org, the same as on its page."""
    found = get_object_or_404(whole(Listing.objects.public()), slug=slug)
    page = listing_page(found, at=timezone.localtime(), language="ja")
    said = structured(page, request.build_absolute_uri(f"/places/{slug}/"))
    options = {"ensure_ascii": False}
    answer = JsonResponse(said, content_type="application/ld+json", json_dumps_params=options)
    return tagged(request, answer)


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of everything under /api/ for programs."""
    site = request.build_absolute_uri("/").rstrip("/")
    said = description() | {"servers": [{"url": site}]}
    return tagged(request, JsonResponse(said, json_dumps_params={"ensure_ascii": False}))


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people: what there is and how to ask for it."""
    return render(
        request,
        "api/docs.html",
        {
            "paths": explained(description()),
            "site": request.build_absolute_uri("/").rstrip("/"),
            "hsds": "/api/hsds/",
        },
    )


def _file(request: HttpRequest, listings: ListingQuerySet, name: str) -> HttpResponse:
    site = request.build_absolute_uri("/").rstrip("/")

    def make() -> StreamingHttpResponse:
        content = [] if request.method == "HEAD" else geojson.pieces(listings, site)
        response = StreamingHttpResponse(content, content_type=geojson.CONTENT_TYPE)
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    # "Open now" changes by the minute without anybody writing.
    minute = timezone.now().strftime("%H:%M") if "open" in request.GET else ""
    return if_changed(request, newest_change(), make, also=minute)
