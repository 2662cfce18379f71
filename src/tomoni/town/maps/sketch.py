"""The base map of a town that has imported none: drawn from its own facts, plainly a sketch.

Town areas are the parts of the city nearest to each town's point; the shore is drawn by hand
and rounded off; the railway runs through its stations. Everything is one GeoJSON feature list,
each feature with its `layer`.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import LineString, Polygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from tomoni.ground.districts import cells

Feature = dict[str, Any]
Line = Sequence[Sequence[float]]
DIGITS = 5  # About one metre.
RIPPLES = (0.0022, 0.0052, 0.0092)  # Lines along the shore, in degrees, as on old charts.


@dataclass(frozen=True)
class Spot:
    """A town or a station, as much of it as a map needs."""

    name: str
    name_en: str
    kana: str
    lng: float
    lat: float
    base: str = ""
    base_en: str = ""
    base_kana: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Lines:
    """The hand-drawn lines of the outline file, and how the sea is called."""

    coast: Line
    inland: Line
    west: Line
    east: Line
    railway: dict[str, Line]
    seas: Sequence[dict[str, Any]] = ()


def draw(
    towns: Sequence[Spot],
    stations: Sequence[Spot],
    lines: Lines,
    boundary: BaseGeometry | None,
    *,
    real_land: Sequence[tuple[Sequence[float], BaseGeometry]] = (),
    town_lines: bool = True,
    railway: bool = True,
) -> list[Feature]:
    """All features from the sea upwards.

    Args:
        boundary: The official area of the city, in place of the hand-drawn one.
        real_land: Boxes in which the real land is known; there it takes the place of the sketch.
        town_lines: Whether to draw the guessed lines between towns.
        railway: Whether to draw the line through the stations.
    """
    shore = rounded(lines.coast)
    land = boundary or Polygon([*shore, *lines.inland])
    around = _around(lines, shore)
    if boundary is not None:
        sea = _drawn_too_far(Polygon([*shore, *lines.inland]), LineString(shore), boundary)
        around = around.difference(sea).union(boundary)
    for box, ground in real_land:
        around = around.difference(shapely.box(*box)).union(ground)
        if boundary is None:
            land = land.buffer(0.003).intersection(around)
    drawn_coast = [*lines.west, *shore, *lines.east]
    coast = _coast(land, around, drawn_coast, official=boundary is not None, real=bool(real_land))
    found = [feature("beyond", around)]
    found += ripples(around, coast)
    found.append(feature("land", land))
    if towns and town_lines:
        found += _areas(towns, land)
    found.append(
        feature(
            "border", shapely.line_merge(shapely.boundary(land).difference(coast.buffer(0.004)))
        )
    )
    found.append(feature("coast", coast))
    if stations and railway:
        found.append(feature("rail", LineString(_railway(stations, lines.railway))))
    found += [_station(station) for station in stations]
    found += list(_labels(towns))
    found += [
        feature(
            "sea_label",
            shapely.Point(sea["at"]),
            **{k: sea[k] for k in ("name", "name_en", "kana")},
        )
        for sea in lines.seas
    ]
    return found


def feature(layer: str, shape: BaseGeometry, **properties: Any) -> Feature:
    shape = shapely.set_precision(shape, 10**-DIGITS, mode="pointwise")
    return {
        "type": "Feature",
        "properties": {"layer": layer, **properties},
        "geometry": _short(mapping(shape)),
    }


def rounded(line: Line, times: int = 2) -> list[tuple[float, float]]:
    """The line with its corners cut (Chaikin), ends kept: a shore has no corners."""
    points = [(float(x), float(y)) for x, y in line]
    for _ in range(times):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            cut.append((0.75 * x1 + 0.25 * x2, 0.75 * y1 + 0.25 * y2))
            cut.append((0.25 * x1 + 0.75 * x2, 0.25 * y1 + 0.75 * y2))
        points = [*cut, points[-1]]
    return points


def ripples(land: BaseGeometry, shore: BaseGeometry) -> Iterator[Feature]:
    """Lines in the sea, each a little farther from the shore."""
    for rank, width in enumerate(RIPPLES, 1):
        rings = shapely.boundary(shore.buffer(width, quad_segs=10)).difference(
            land.buffer(width * 0.9)
        )
        yield feature("ripple", rings.simplify(0.00006), rank=rank)


def _around(lines: Lines, shore: Line) -> Polygon:
    """The city with its neighbours, far enough inland that nobody sees the end."""
    west, east = lines.west[0], lines.east[-1]
    south = min(y for _, y in lines.inland) - 0.25
    return Polygon(
        [*lines.west, *shore, *lines.east, (east[0] + 0.2, east[1]), (east[0] + 0.2, south),
         (west[0] - 0.2, south), (west[0] - 0.2, west[1])]
    )  # fmt: skip


def _drawn_too_far(city: Polygon, shore: LineString, official: BaseGeometry) -> BaseGeometry:
    """Sea that the hand-drawn shore took for land; strips along the land border stay land."""
    strips = city.intersection(shore.buffer(0.006)).difference(official)
    parts = getattr(strips, "geoms", [strips])
    return shapely.union_all(
        [part for part in parts if part.buffer(1e-6).intersection(shore).length > 1e-3]
    )


def _areas(towns: Sequence[Spot], land: BaseGeometry) -> Iterator[Feature]:
    """The lines between towns, and the finer ones between the 丁目 of one town, each drawn once."""
    areas = cells.cells([(town.lng, town.lat) for town in towns], land)
    by_base: dict[str, list[BaseGeometry]] = {}
    for town, area in zip(towns, areas, strict=True):
        by_base.setdefault(town.base, []).append(area)
    whole = [shapely.union_all(parts, grid_size=1e-7) for parts in by_base.values()]
    edge = shapely.boundary(land).buffer(1e-5)
    between_towns = _borders(whole).difference(edge)
    between_chome = _borders(areas).difference(
        shapely.union_all([edge, between_towns.buffer(1e-5)])
    )
    yield feature("town", shapely.line_merge(between_towns))
    yield feature("chome", shapely.line_merge(between_chome))


def _borders(areas: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(shapely.boundary(areas), grid_size=1e-6)


def _labels(towns: Iterable[Spot]) -> Iterator[Feature]:
    groups: dict[str, list[Spot]] = {}
    for town in towns:
        groups.setdefault(town.base, []).append(town)
        if town.name != town.base:
            yield feature(
                "chome_label", shapely.Point(town.lng, town.lat),
                name=town.name, name_en=town.name_en, kana=town.kana,
            )  # fmt: skip
    for base, group in groups.items():
        middle = _middle(group)
        first = group[0]
        yield feature(
            "town_label", shapely.Point(middle.lng, middle.lat),
            name=base, name_en=first.base_en, kana=first.base_kana, rank=-len(group),
            several=int(len(group) > 1),
        )  # fmt: skip


def _middle(group: Sequence[Spot]) -> Spot:
    """The spot nearest to all others of its town, so that the label stands among houses."""
    return min(
        group,
        key=lambda a: (
            sum(((a.lng - b.lng) * 0.73) ** 2 + (a.lat - b.lat) ** 2 for b in group) ** 0.5
        ),
    )


def _station(station: Spot) -> Feature:
    return feature(
        "station", shapely.Point(station.lng, station.lat),
        name=station.name, name_en=station.name_en, kana=station.kana, outside=int(station.outside),
    )  # fmt: skip


def _railway(stations: Sequence[Spot], bends: dict[str, Line]) -> list[tuple[float, float]]:
    """Through all stations from west to east, bent where a straight line would cross the sea."""
    ordered = sorted(stations, key=lambda station: station.lng)
    line = [(ordered[0].lng, ordered[0].lat)]
    for here, there in itertools.pairwise(ordered):
        line += [(x, y) for x, y in bends.get(f"{here.name}|{there.name}", [])]
        line.append((there.lng, there.lat))
    return rounded(line, times=1)


def _coast(
    land: BaseGeometry, around: BaseGeometry, drawn: Line, *, official: bool, real: bool
) -> BaseGeometry:
    """The shore: known where land ends in the sea, otherwise the line drawn by hand."""
    if not (official or real):
        return LineString(drawn)
    near = LineString(drawn).buffer(0.008)
    shore = shapely.line_merge(shapely.boundary(around).intersection(near))
    return shore if not shore.is_empty else LineString(drawn)


def _short(geometry: Any) -> Any:
    """Coordinates with as many digits as they mean."""
    if isinstance(geometry, dict):
        return {key: _short(value) for key, value in geometry.items()}
    if isinstance(geometry, list | tuple):
        return [_short(value) for value in geometry]
    return round(geometry, DIGITS) if isinstance(geometry, float) else geometry
