"""The map as a still picture: for print, for browsers without scripts, for slow lines."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tomoni.town.maps.framing import Box, Frame, Mark
from tomoni.town.maps.palette import Palette

FONT = (
    "'BIZ UDPGothic','BIZ UDPゴシック','Hiragino Sans','Noto Sans JP','Noto Sans CJK JP',sans-serif"
)
CHOME_FROM = 0.00012  # Degrees of longitude a pixel; nearer than this, 丁目 are named too.


def svg(
    features: Iterable[dict[str, Any]],
    marks: Sequence[Mark],
    view: Frame,
    paint: Palette,
    *,
    english: bool = False,
    note: str = "",
) -> str:
    """The picture as SVG without style elements, so that a strict policy lets it through."""
    layers: dict[str, list[tuple[BaseGeometry, dict[str, Any]]]] = {}
    window = shapely.box(*view.box).buffer((view.box[2] - view.box[0]) * 0.05)
    for item in features:
        geometry = item["shape"] if "shape" in item else shape(item["geometry"])
        if geometry.intersects(window):
            layers.setdefault(item["properties"]["layer"], []).append(
                (geometry, item["properties"])
            )

    def path(layer: str, **attributes: Any) -> str:
        lines = [
            _path(shapely.clip_by_rect(geometry, *window.bounds), view)
            for geometry, _ in layers.get(layer, [])
        ]
        drawn = "".join(filter(None, lines))
        return f'<path d="{drawn}"{_attributes(attributes)}/>' if drawn else ""

    thin = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
    near = view.degrees_per_pixel < CHOME_FROM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}" '
        f'width="{view.width}" height="{view.height}" font-family="{FONT}">',
        f'<rect width="{view.width}" height="{view.height}" fill="{paint.sea}"/>',
        path("ripple", stroke=paint.ripple, stroke_width=0.8, **thin),
        path("beyond", fill=paint.beyond),
        path("land", fill=paint.land),
        path("water", fill=paint.water),
        path("chome", stroke=paint.chome, stroke_width=0.8, stroke_dasharray="1 3", **thin)
        if near
        else "",
        path("town", stroke=paint.town, stroke_width=0.9, stroke_dasharray="1.5 3", **thin),
        path("border", stroke=paint.border, stroke_width=1.4, stroke_dasharray="7 3 1.5 3", **thin),
        path("road", stroke=paint.road_edge, stroke_width=2.2, **thin),
        path("road", stroke=paint.road, stroke_width=1.2, **thin),
        path("coast", stroke=paint.coast, stroke_width=1.6, **thin),
        path("rail", stroke=paint.rail, stroke_width=3, **thin),
        path("rail", fill="none", stroke=paint.rail_gap, stroke_width=1.6, stroke_dasharray="7 7"),
    ]
    taken = [_rough(view, mark) for mark in marks]
    parts += _words(layers, view, paint, taken, english=english, near=near)
    parts += [_circle(view, mark, paint) for mark in marks if mark.accuracy_m > 60]
    parts += [_mark(view, mark, paint) for mark in reversed(marks)]
    if note:
        parts.append(
            _text(note, 8, view.height - 8, 11, paint.label_quiet, paint.halo, anchor="start")
        )
    return "".join(parts) + "</svg>"


def _words(
    layers: dict[str, list[Any]],
    view: Frame,
    paint: Palette,
    taken: list[Box],
    *,
    english: bool,
    near: bool,
) -> list[str]:
    """Stations first, then towns; a word that would cover another one is left out."""
    found = []
    wanted: list[tuple[str, float, str]] = [
        ("sea_label", 13, paint.sea_label),
        ("station", 12, paint.label),
    ]
    wanted.append(("town_label", 13 if near else 12, paint.label))
    wanted += [("chome_label", 11, paint.label_quiet)] if near else []
    for layer, size, colour in wanted:
        rows = sorted(layers.get(layer, []), key=lambda row: row[1].get("rank", 0))
        for geometry, words in rows:
            x, y = view.xy(geometry.x, geometry.y)
            if not (0 <= x <= view.width and 0 <= y <= view.height):
                continue
            text = words["name_en"] if english else words["name"]
            wide = sum(0.62 if c.isascii() else 1.05 for c in text) * size
            rises = (-9,) if layer == "station" else (4, 25)
            spots = [(x - wide / 2, y + rise - size, x + wide / 2, y + rise + 3) for rise in rises]
            if layer == "station":
                found.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="{paint.rail_gap}" '
                    f'stroke="{paint.rail}" stroke-width="2"/>'
                )
            free = [
                (rise, box)
                for rise, box in zip(rises, spots, strict=True)
                if box[0] >= 0 and box[2] <= view.width and not any(_overlap(box, b) for b in taken)
            ]
            if not free:
                continue
            rise, box = free[0]
            taken.append(box)
            bold = layer in ("town_label", "station")
            found.append(_text(text, x, y + rise, size, colour, paint.halo, bold=bold))
    return found


def _circle(view: Frame, mark: Mark, paint: Palette) -> str:
    x, y = view.xy(mark.lng, mark.lat)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{view.pixels(mark.accuracy_m):.1f}" fill="{paint.vague}" '
        f'fill-opacity="0.08" stroke="{paint.vague}" stroke-width="1.4" stroke-dasharray="4 4"/>'
    )


def _mark(view: Frame, mark: Mark, paint: Palette) -> str:
    """A full disc for a known position, an open ring for a vague one; the number ties it to the list."""
    x, y = view.xy(mark.lng, mark.lat)
    vague = mark.accuracy_m > 60
    fill, word = (paint.halo, paint.vague) if vague else (paint.point, paint.point_word)
    edge = paint.vague if vague else paint.point_edge
    size = 11 if mark.number else 7
    found = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
    if mark.number:
        small = 12 if mark.number < 100 else 10
        found += (
            f'<text x="{x:.1f}" y="{y + small * 0.36:.1f}" font-size="{small}" font-weight="700" '
            f'text-anchor="middle" fill="{word}">{mark.number}</text>'
        )
    return found


def _text(
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    halo: str,
    *,
    bold: bool = False,
    anchor: str = "middle",
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} text-anchor="{anchor}" fill="{colour}" '
        f'stroke="{halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _path(geometry: BaseGeometry, view: Frame) -> str:
    """Path data of lines and rings in whole tenths of a pixel."""
    if geometry.is_empty:
        return ""
    if hasattr(geometry, "geoms"):
        return "".join(_path(part, view) for part in geometry.geoms)
    if geometry.geom_type == "Polygon":
        rings = [geometry.exterior, *geometry.interiors]
        return "".join(_path(ring, view) + "Z" for ring in rings)
    if geometry.geom_type not in ("LineString", "LinearRing"):
        return ""
    points: list[str] = []
    for lng, lat in geometry.coords:
        x, y = view.xy(lng, lat)
        step = f"{x:.1f} {y:.1f}"
        if not points or points[-1] != step:
            points.append(step)
    return "M" + "L".join(points)


def _attributes(values: dict[str, Any]) -> str:
    return "".join(f' {key.replace("_", "-")}="{value}"' for key, value in values.items())


def _rough(view: Frame, mark: Mark) -> Box:
    x, y = view.xy(mark.lng, mark.lat)
    return (x - 12, y - 12, x + 12, y + 12)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
