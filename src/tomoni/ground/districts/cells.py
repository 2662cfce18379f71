"""Town areas guessed from points: which part of the city is nearest to which town point.

A sketch, never a border. It tells how far an address may lie from the point of its town, and
it is what the base map draws until real borders are imported.
"""

from collections.abc import Sequence
from math import cos, radians

import numpy as np
import shapely
from shapely import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_195.0
SAMPLES = 40  # Across the longer side of a cell.
MOST = 0.9  # Nine tenths of a cell's area lie within the accuracy that we state.


def cells(
    points: Sequence[tuple[float, float]], outline: BaseGeometry | None
) -> list[BaseGeometry]:
    """One area in degrees for each (lng, lat), in the same order, together filling the outline."""
    if not points:
        return []
    squeeze = _squeeze(points)
    flat = MultiPoint([(lng * squeeze, lat) for lng, lat in points])
    outline = outline or shapely.convex_hull(MultiPoint(points)).buffer(0.01)
    if len(points) == 1:
        return [outline]
    polygons = list(shapely.voronoi_polygons(flat, extend_to=_flat(outline, squeeze)).geoms)
    tree = shapely.STRtree(polygons)
    found = []
    for point in flat.geoms:
        [home, *_] = tree.query(point, predicate="intersects")
        cell = shapely.transform(polygons[home], lambda xy: xy / [squeeze, 1.0])
        inside = shapely.intersection(cell, outline)
        found.append(inside if not inside.is_empty else cell)
    return found


def accuracy_m(point: tuple[float, float], cell: BaseGeometry) -> int:
    """Metres from the point within which most of its cell lies."""
    west, south, east, north = cell.bounds
    step = max((east - west), (north - south)) / SAMPLES or 1e-4
    xs, ys = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    inside = shapely.contains_xy(cell, xs, ys)
    if not inside.any():
        return 100
    squeeze = cos(radians(point[1]))
    away = np.hypot((xs[inside] - point[0]) * squeeze, ys[inside] - point[1])
    return int(np.quantile(away, MOST) * METRES_PER_DEGREE)


def outline_of(coast: Sequence[Sequence[float]], inland: Sequence[Sequence[float]]) -> Polygon:
    """The city as one area from its shore and its land border."""
    return Polygon([*map(tuple, coast), *map(tuple, inland)])


def holds(outline: BaseGeometry, lat: float, lng: float) -> bool:
    return bool(outline.intersects(Point(lng, lat)))


def _squeeze(points: Sequence[tuple[float, float]]) -> float:
    """How much shorter a degree of longitude is here than one of latitude."""
    return cos(radians(sum(lat for _, lat in points) / len(points)))


def _flat(area: BaseGeometry, squeeze: float) -> BaseGeometry:
    return shapely.transform(area, lambda xy: xy * [squeeze, 1.0])
