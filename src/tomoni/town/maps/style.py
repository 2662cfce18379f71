"""The style of the base map for MapLibre, written by us for each theme, language and text size.

No glyph server and no sprite: words are drawn by the browser with the page's own fonts.
"""

from typing import Any

from tomoni.town.maps.palette import Palette
from tomoni.town.maps.store import BaseMap

Layer = dict[str, Any]
FONTS = ["BIZ UDPGothic", "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "sans-serif"]
SIZES = {"normal": 1.0, "large": 1.22, "largest": 1.5}
LANGUAGES = ("ja", "ja-easy", "en")


def build(
    base: BaseMap,
    paint: Palette,
    *,
    overview_url: str,
    tiles_url: str = "",
    gsi_url: str = "",
    language: str = "ja",
    size: str = "normal",
) -> dict[str, Any]:
    """The whole style. Addresses are relative to this site; the page makes them absolute."""
    sources: dict[str, Any] = {
        "overview": {"type": "geojson", "data": overview_url, "tolerance": 0.2}
    }
    if tiles_url:
        sources["tiles"] = {"type": "vector", "url": tiles_url}
    if gsi_url:
        sources["gsi"] = {
            "type": "raster",
            "tiles": [gsi_url],
            "tileSize": 256,
            "minzoom": 5,
            "maxzoom": 18,
        }
    scale = SIZES.get(size, 1.0)
    layers = [
        {"id": "sea", "type": "background", "paint": {"background-color": paint.sea}},
        *_ground(paint),
        *(
            [{"id": "gsi", "type": "raster", "source": "gsi", "paint": {"raster-saturation": -0.5}}]
            if gsi_url
            else []
        ),
        *(_streets(paint) if tiles_url else []),
        *_lines(paint, plain=bool(gsi_url)),
        *(_street_words(paint, language, scale) if tiles_url else []),
        *_words(paint, language, scale, streets=bool(tiles_url)),
    ]
    return {"version": 8, "name": base.version, "sources": sources, "layers": layers}


def _ground(paint: Palette) -> list[Layer]:
    return [
        _line(
            "ripple",
            paint.ripple,
            0.8,
            **{"line-opacity": ["-", 1.1, ["*", 0.25, ["get", "rank"]]]},
        ),
        _fill("beyond", paint.beyond),
        _fill("land", paint.land),
    ]


def _lines(paint: Palette, *, plain: bool) -> list[Layer]:
    """Town lines, border, shore and railway of the overview."""
    found = [
        _line("chome", paint.chome, 1, minzoom=13.2, **{"line-dasharray": [1, 3]}),
        _line("town", paint.town, 1, **{"line-dasharray": [1.5, 2.5]}),
        _line("border", paint.border, 1.4, **{"line-dasharray": [6, 2, 1, 2]}),
        _line("coast", paint.coast, _by_zoom(9, 1, 14, 2.2)),
        _line("rail", paint.rail, _by_zoom(9, 2, 14, 4)),
        _line(
            "rail",
            paint.rail_gap,
            _by_zoom(9, 1, 14, 2.4),
            name="rail-gap",
            **{"line-dasharray": [4, 4]},
        ),
    ]
    return [layer for layer in found if not plain or layer["id"] in ("border",)]


def _streets(paint: Palette) -> list[Layer]:
    """What an imported extract adds; the order is the order of painting."""
    wide = {"major": 16, "middle": 12, "minor": 8, "service": 5, "path": 2.4}
    road_width = _width(wide)
    edge_width = _width({name: width + 2 for name, width in wide.items()})
    ways = ["!=", ["get", "class"], "path"]
    return [
        _fill("green", paint.green, tiles=True),
        _fill("water", paint.water, tiles=True),
        _line("waterway", paint.water, _by_zoom(10, 0.8, 16, 4), tiles=True),
        _fill("building", paint.building, tiles=True, minzoom=14),
        _line("road", paint.road_edge, edge_width, tiles=True, name="road-edge", filter=ways),
        _line(
            "road",
            ["match", ["get", "class"], "major", paint.main_road, paint.road],
            road_width,
            tiles=True,
            filter=ways,
        ),
        _line(
            "road",
            paint.path,
            _by_zoom(13, 0.8, 17, 2),
            tiles=True,
            name="path",
            filter=["==", ["get", "class"], "path"],
            **{"line-dasharray": [3, 1.5]},
        ),
        _line(
            "steps",
            paint.path,
            _by_zoom(14, 2, 17, 6),
            tiles=True,
            **{"line-dasharray": [0.4, 0.4]},
        ),
        _line("rail", paint.rail, _by_zoom(9, 1.4, 16, 3.6), tiles=True, name="tile-rail"),
        _line(
            "rail",
            paint.rail_gap,
            _by_zoom(9, 0.8, 16, 2.2),
            tiles=True,
            name="tile-rail-gap",
            **{"line-dasharray": [4, 4]},
        ),
        _line("coast", paint.coast, _by_zoom(9, 1, 14, 2.2), tiles=True, name="tile-coast"),
    ]


def _street_words(paint: Palette, language: str, scale: float) -> list[Layer]:
    road = _symbol(
        "road", paint.label_quiet, paint.halo, 11 * scale, language, tiles=True, minzoom=14.5
    )
    road["layout"] |= {"symbol-placement": "line", "text-max-angle": 30}
    poi = _symbol(
        "poi", paint.label_quiet, paint.halo, 11 * scale, language, tiles=True, minzoom=15.5
    )
    poi["layout"] |= {
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.5,
    }
    early = [
        "match",
        ["get", "class"],
        ["station", "halt", "hospital", "townhall", "peak"],
        True,
        False,
    ]
    first = _symbol(
        "poi",
        paint.label,
        paint.halo,
        12 * scale,
        language,
        tiles=True,
        minzoom=11,
        name="poi-early",
    )
    first["filter"] = early
    place = _symbol(
        "place", paint.label, paint.halo, 13 * scale, language, tiles=True, name="place"
    )
    return [road, poi, first, place]


def _words(paint: Palette, language: str, scale: float, *, streets: bool) -> list[Layer]:
    """Names of the sea, the 丁目, the towns and the stations; the last drawn win the room."""
    sea = _symbol("sea_label", paint.sea_label, paint.halo, 13 * scale, language)
    sea["layout"] |= {"text-letter-spacing": 0.3}
    sea["paint"]["text-halo-width"] = 0
    chome = _symbol("chome_label", paint.label_quiet, paint.halo, 12 * scale, language, minzoom=14)
    one = ["==", ["get", "several"], 0]
    single = _symbol(
        "town_label", paint.label, paint.halo, 14 * scale, language, minzoom=14, name="single-town"
    )
    single["filter"] = ["all", single["filter"], one]
    town = _symbol("town_label", paint.label, paint.halo, 14 * scale, language, maxzoom=14)
    town["layout"]["text-size"] = _by_zoom(10, 12 * scale, 13.5, 15 * scale)
    town["layout"]["symbol-sort-key"] = ["get", "rank"]
    for below in (chome, single, town):
        # The point of a town is also the place of whatever is known no better: room for its ring.
        below["layout"] |= {"text-anchor": "top", "text-offset": [0, 0.7]}
    station = _symbol("station", paint.label, paint.halo, 13 * scale, language)
    station["layout"] |= {"text-anchor": "bottom", "text-offset": [0, -0.6]}
    dot = {
        "id": "station-dot",
        "type": "circle",
        "source": "overview",
        "minzoom": 9.5,
        "filter": ["==", ["get", "layer"], "station"],
        "paint": {
            "circle-radius": _by_zoom(10, 2.5, 14, 5),
            "circle-color": paint.rail_gap,
            "circle-stroke-color": paint.rail,
            "circle-stroke-width": 2,
        },
    }
    return [sea, chome, single, town, dot, station]


def _symbol(
    layer: str,
    colour: str,
    halo: str,
    size: float,
    language: str,
    *,
    tiles: bool = False,
    name: str = "",
    **more: Any,
) -> Layer:
    return {
        "id": name or layer,
        "type": "symbol",
        **_from(layer, tiles=tiles),
        **more,
        "layout": {
            "text-field": words(language),
            "text-font": FONTS,
            "text-size": size,
            "text-max-width": 8,
            "text-padding": 4,
        },
        "paint": {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.6},
    }


def words(language: str) -> Any:
    """Japanese; with the reading below it in easy Japanese; English with the sign's own characters."""
    name = ["coalesce", ["get", "name"], ""]
    if language == "en":
        english = ["coalesce", ["get", "name_en"], ["get", "name"], ""]
        below = ["case", ["has", "name_en"], ["concat", "\n", name], ""]
        return ["format", english, {}, below, {"font-scale": 0.75}]
    if language == "ja-easy":
        below = ["case", ["has", "kana"], ["concat", "\n", ["get", "kana"]], ""]
        return ["format", name, {}, below, {"font-scale": 0.75}]
    return name


def _fill(layer: str, colour: str, *, tiles: bool = False, **more: Any) -> Layer:
    return {
        "id": f"tile-{layer}" if tiles else layer,
        "type": "fill",
        **_from(layer, tiles=tiles),
        **more,
        "paint": {"fill-color": colour},
    }


def _line(
    layer: str,
    colour: Any,
    width: Any,
    *,
    tiles: bool = False,
    name: str = "",
    filter: Any = None,
    minzoom: float | None = None,
    **paint: Any,
) -> Layer:
    found = {
        "id": name or (f"tile-{layer}" if tiles else layer),
        "type": "line",
        **_from(layer, tiles=tiles),
        "layout": {
            "line-join": "round",
            "line-cap": "butt" if "line-dasharray" in paint else "round",
        },
        "paint": {"line-color": colour, "line-width": width, **paint},
    }
    if filter is not None:
        found["filter"] = filter
    if minzoom is not None:
        found["minzoom"] = minzoom
    return found


def _from(layer: str, *, tiles: bool) -> Layer:
    if tiles:
        return {"source": "tiles", "source-layer": layer}
    return {"source": "overview", "filter": ["==", ["get", "layer"], layer]}


def _by_zoom(low: float, small: float, high: float, big: float) -> list[Any]:
    return ["interpolate", ["exponential", 1.5], ["zoom"], low, small, high, big]


def _width(at_17: dict[str, float]) -> list[Any]:
    """Road widths by class: hair lines from afar, true widths near by."""
    near: list[Any] = ["match", ["get", "class"]]
    far: list[Any] = ["match", ["get", "class"]]
    for name, width in at_17.items():
        near += [name, width]
        far += [name, round(max(0.4, width / 9), 2)]
    return ["interpolate", ["exponential", 1.5], ["zoom"], 10, [*far, 0.4], 17, [*near, 2]]
