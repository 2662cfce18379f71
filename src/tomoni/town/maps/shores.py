"""Land and sea from the shore lines of OpenStreetMap, which keep the land on their left."""

from collections.abc import Sequence

import shapely
from shapely import LineString, Point, box
from shapely.geometry.base import BaseGeometry

STEP = 1e-6  # A tenth of a metre to the left of the line.


def land_in(
    extent: tuple[float, float, float, float], coastline: Sequence[Sequence[tuple[float, float]]]
) -> BaseGeometry:
    """The land within the extract; all of it where no shore passes."""
    window = box(*extent)
    lines = [LineString(line) for line in coastline if len(line) > 1]
    if not lines:
        return window
    edges = shapely.union_all([shapely.boundary(window), *lines])
    pieces = list(shapely.polygonize([edges]).geoms)
    tree = shapely.STRtree(pieces)
    votes = [0] * len(pieces)
    for line in lines:
        for (x1, y1), (x2, y2) in zip(line.coords, line.coords[1:], strict=False):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
            if not length:
                continue
            aside = ((y1 - y2) / length * STEP, (x2 - x1) / length * STEP)
            x, y = (x1 + x2) / 2, (y1 + y2) / 2
            for sign in (1, -1):
                spot = Point(x + sign * aside[0], y + sign * aside[1])
                for piece in tree.query(spot, predicate="within"):
                    votes[piece] += sign
    land = [piece for piece, vote in zip(pieces, votes, strict=True) if vote > 0]
    return shapely.union_all(land).intersection(window)
