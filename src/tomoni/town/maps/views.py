"""The map's own page, its style, its files and its still picture."""

import re
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.ground.districts import queries as districts
from tomoni.town.maps import actions, framing, marks, palette, picture, queries, store, style
from tomoni.web import vendor

A_YEAR = 31_536_000
TYPES = {store.TILES: "application/vnd.pmtiles", store.OVERVIEW: "application/geo+json"}
RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
WIDEST, SMALLEST = 1600, 160
_drawing = Lock()
GSI_TILES = "https://cyberjapandata.gsi.go.jp/xyz/pale/{z}/{x}/{y}.png"


def base_map() -> store.BaseMap:
    """The map in force; where nobody drew one yet, the first reader's visit draws the sketch.

    A page asks for several pictures at once; one of them draws, the others wait for it.
    """
    if known := store.current():
        return known
    with _drawing:
        return store.current() or actions.draw_sketch(by=None, at=timezone.now())


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The whole town on one map, and a list of its towns that says the same in words."""
    text = request.GET.get("q", "")[:200].strip()
    answer = districts.look_up(text) if text else None
    return render(
        request,
        "maps/index.html",
        {
            "asked": text,
            "answer": answer,
            "points": answer.found if answer else [],
            "bases": districts.bases(),
        },
    )


def _version_now(request: HttpRequest, *args: str) -> str:
    return f'"{base_map().version}"'


@public
@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_version_now)
def style_json(request: HttpRequest) -> JsonResponse:
    """The style for a theme, a language and a text size."""
    base = base_map()
    paint = palette.of(request.GET.get("theme", "light"))
    language = request.GET.get("lang", "ja")
    built = style.build(
        base,
        paint,
        overview_url=_file_url(base, store.OVERVIEW),
        tiles_url=f"pmtiles://{_file_url(base, store.TILES)}" if base.has_tiles else "",
        gsi_url=GSI_TILES if city().gsi_tiles else "",
        language=language if language in style.LANGUAGES else "ja",
        size=request.GET.get("size", "normal"),
    )
    built["metadata"] = {"palette": vars(paint), "bounds": base.bounds, "version": base.version}
    return JsonResponse(built, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@public
@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """A file of one version of the map, whole or in part; it never changes under its name."""
    base = store.version(version)
    if base is None or name not in TYPES or name not in base.files:
        raise Http404
    path = base.path(name)
    etag = f'"{version}-{name}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    response = _part(request, path) or FileResponse(path.open("rb"), content_type=TYPES[name])
    response["ETag"] = etag
    if name == store.TILES:
        response["Accept-Ranges"] = "bytes"
        # Tiles are packed already; packing an answer again would break its byte counts.
        response["Content-Encoding"] = "identity"
    return response


def _part(request: HttpRequest, path: Path) -> HttpResponse | None:
    """The asked range of the file; None when the whole is to be sent."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if path.name != store.TILES or not found or not (found[1] or found[2]):
        return None
    size = path.stat().st_size
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(found[2])), size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as source:
        source.seek(first)
        body = source.read(last - first + 1)
    response = HttpResponse(body, status=206, content_type=TYPES[path.name])
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(len(body))
    return response


@public
@require_safe
@cache_control(public=True, max_age=300)
def offline_json(request: HttpRequest) -> JsonResponse:
    """What a phone keeps so that the map opens without a network."""
    base = base_map()
    urls = [_file_url(base, name) for name in (store.OVERVIEW, store.TILES) if name in base.files]
    parts = [
        vendored("maplibre-gl", "maplibre-gl.mjs"),
        vendored("maplibre-gl", "maplibre-gl-worker.mjs"),
        vendored("maplibre-gl", "maplibre-gl.css"),
        *(
            static(f"maps/{name}")
            for name in ("map.js", "gl.js", "card.js", "points.js", "words.js", "maps.css")
        ),
    ]
    if base.has_tiles:
        parts += [vendored("pmtiles", name) for name in ("pmtiles.mjs", "fflate.mjs")]
        # The packed module names its neighbour without the hash of its contents.
        parts.append(settings.STATIC_URL + vendor.path_of("pmtiles", "fflate.mjs"))
    return JsonResponse(
        {
            "version": base.version,
            "bytes": sum(base.files.values()),
            "urls": [*urls, *dict.fromkeys(parts)],
        }
    )


@public
@require_safe
@cache_control(public=True, max_age=86_400)
@condition(etag_func=_version_now)
def still(request: HttpRequest) -> HttpResponse:
    """The map as a picture, with the points of the address."""
    base = base_map()
    shown = marks.read(request.GET.get("p", ""), numbered=request.GET.get("n") == "1")
    width, height = (
        _size(request.GET.get(name, ""), usual) for name, usual in (("w", 640), ("h", 420))
    )
    drawn = queries.features(base.version)
    view = framing.recognisable(drawn, shown, base.bounds, width, height)
    note = _("略図") if base.sketched else ""
    text = picture.svg(
        drawn,
        shown,
        view,
        palette.of(request.GET.get("theme", "light")),
        english=request.GET.get("lang") == "en",
        note=note,
    )
    return HttpResponse(text, content_type="image/svg+xml; charset=utf-8")


def _size(text: str, usual: int) -> int:
    return max(SMALLEST, min(WIDEST, int(text))) if text.isdecimal() and len(text) < 6 else usual


def _file_url(base: store.BaseMap, name: str) -> str:
    return reverse("maps:file", args=[base.version, name])


def vendored(package: str, name: str) -> str:
    return static(vendor.path_of(package, name))
