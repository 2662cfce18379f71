"""Which part of the world a still picture shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan, cos, exp, log, pi, radians, tan
from typing import Any

import shapely
import shapely.ops
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]  # West, south, east, north in degrees.

# Metres across the picture, tried one after the other until something known is in sight; a
# wider picture would no longer tell in which street of a town the place is.
SPANS_M = (2_000.0, 3_000.0, 4_500.0, 6_500.0, 9_000.0, 13_000.0)
LANDMARKS = frozenset({"coast", "rail", "station"})
NAMES = frozenset({"town_label", "station"})
FEWEST_NAMES = 3
INNER = 0.8  # What lies only in the outermost tenth on each side is no help to find one's way.


@dataclass(frozen=True)
class Mark:
    """A point to be shown; `accuracy_m` above 60 draws the circle it may lie in."""

    lat: float
    lng: float
    accuracy_m: float = 0
    number: int = 0


@dataclass(frozen=True)
class Frame:
    """The part of the world in the picture, and how it falls on the paper (Web Mercator)."""

    box: Box
    width: int
    height: int

    def xy(self, lng: float, lat: float) -> tuple[float, float]:
        west, south, east, north = self.box
        top, bottom = _mercator(north), _mercator(south)
        return (
            (lng - west) / (east - west) * self.width,
            (top - _mercator(lat)) / (top - bottom) * self.height,
        )

    @property
    def degrees_per_pixel(self) -> float:
        return (self.box[2] - self.box[0]) / self.width

    def pixels(self, metres: float) -> float:
        lat = (self.box[1] + self.box[3]) / 2
        return metres / (111_320 * cos(radians(lat))) / self.degrees_per_pixel

    def inner(self) -> BaseGeometry:
        """The middle of the picture, as a shape on the earth."""
        west, south, east, north = self.box
        aside, up = (east - west) * (1 - INNER) / 2, (north - south) * (1 - INNER) / 2
        return shapely.box(west + aside, south + up, east - aside, north - up)


def frame(
    marks: Sequence[Mark], city: Box, width: int, height: int, *, least_m: float = SPANS_M[0]
) -> Frame:
    """The picture that holds all marks with a margin; the whole city when there are none.

    Args:
        least_m: How many metres the picture is wide at least.
    """
    if marks:
        reach = [mark.accuracy_m / 80_000 if mark.accuracy_m > 60 else 0.0 for mark in marks]
        box = (
            min(m.lng - r for m, r in zip(marks, reach, strict=True)),
            min(m.lat - r * 0.73 for m, r in zip(marks, reach, strict=True)),
            max(m.lng + r for m, r in zip(marks, reach, strict=True)),
            max(m.lat + r * 0.73 for m, r in zip(marks, reach, strict=True)),
        )
        margin = 1.25
    else:
        box, margin = city, 1.06
    west, south, east, north = box
    lng, y = (west + east) / 2, (_mercator(south) + _mercator(north)) / 2
    least = least_m / (111_320 * cos(radians(south)))
    across = max((east - west) * margin, least)
    upright = (_mercator(north) - _mercator(south)) * margin
    across = max(across, upright * width / height)
    upright = across * height / width
    return Frame(
        (
            lng - across / 2,
            _latitude(y - upright / 2),
            lng + across / 2,
            _latitude(y + upright / 2),
        ),
        width,
        height,
    )


def recognisable(
    features: Iterable[dict[str, Any]],
    marks: Sequence[Mark],
    city: Box,
    width: int,
    height: int,
) -> Frame:
    """The nearest picture of the marks in which a resident knows where that is.

    A place in a valley may have no shore and no railway within a kilometre, and the sketch draws
    nothing else.  The picture reaches out to the nearest of them and widens until a few towns
    or stations can be named; a place far from everything gets the widest picture.
    """
    nearest = frame(marks, city, width, height)
    if not marks:
        return nearest
    near = _within(features, frame(marks, city, width, height, least_m=2 * SPANS_M[-1]))
    variants = _with_landmarks(near, marks, nearest)
    for fewest in range(FEWEST_NAMES, 0, -1):
        views = [
            view
            for shown in variants
            if (view := _with_names(near, shown, city, width, height, fewest))
        ]
        if views:
            return min(views, key=lambda view: view.degrees_per_pixel)
    return frame(marks, city, width, height, least_m=SPANS_M[-1])


def _within(features: Iterable[dict[str, Any]], view: Frame) -> list[tuple[str, BaseGeometry]]:
    """The parts of landmarks and names that lie in the picture."""
    window, found = view.inner(), []
    for item in features:
        layer = item["properties"]["layer"]
        if layer in LANDMARKS or layer in NAMES:
            geometry = item["shape"] if "shape" in item else shape(item["geometry"])
            part = shapely.clip_by_rect(geometry, *window.bounds)
            if not part.is_empty:
                found.append((layer, part))
    return found


def _with_landmarks(
    near: Sequence[tuple[str, BaseGeometry]], marks: Sequence[Mark], view: Frame
) -> list[Sequence[Mark]]:
    """The marks alone where a landmark is in sight, else with the nearest one of each kind."""
    inner = view.inner()
    if any(layer in LANDMARKS and geometry.intersects(inner) for layer, geometry in near):
        return [marks]
    middle = shapely.MultiPoint([(mark.lng, mark.lat) for mark in marks]).centroid
    found: list[Sequence[Mark]] = []
    for kind in sorted(LANDMARKS):
        shapes = [geometry for layer, geometry in near if layer == kind]
        if shapes:
            closest = min(shapes, key=lambda geometry: geometry.distance(middle))
            point = shapely.ops.nearest_points(closest, middle)[0]
            found.append([*marks, Mark(point.y, point.x)])
    return found


def _with_names(
    near: Sequence[tuple[str, BaseGeometry]],
    shown: Sequence[Mark],
    city: Box,
    width: int,
    height: int,
    fewest: int,
) -> Frame | None:
    """The narrowest picture of these marks in which enough towns and stations have a name."""
    for span in SPANS_M:
        view = frame(shown, city, width, height, least_m=span)
        inner = view.inner()
        if sum(layer in NAMES and form.intersects(inner) for layer, form in near) >= fewest:
            return view
    return None


def _mercator(lat: float) -> float:
    return log(tan(pi / 4 + radians(max(-85.0, min(85.0, lat))) / 2)) * 180 / pi


def _latitude(y: float) -> float:
    return (2 * atan(exp(radians(y))) - pi / 2) * 180 / pi
