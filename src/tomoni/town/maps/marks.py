"""The points of a picture as they stand in an address: `p=43.1914,140.9959,223;43.197,140.9937`."""

from collections.abc import Iterable
from typing import Any

from tomoni.town.maps.framing import Mark

MOST = 100
VAGUE_FROM_M = 60  # A point less exact than this is drawn as a circle, not as a pin.


def written(points: Iterable[Any]) -> str:
    """Points (objects or dicts with lat, lng and perhaps accuracy_m) for an address."""
    parts = []
    for point in list(points)[:MOST]:
        lat, lng = _value(point, "lat"), _value(point, "lng")
        if lat is None or lng is None:
            parts.append("")  # Keeps the numbers in step with the list.
            continue
        accuracy = int(_value(point, "accuracy_m") or 0)
        parts.append(f"{lat:.5f},{lng:.5f}" + (f",{accuracy}" if accuracy > VAGUE_FROM_M else ""))
    return ";".join(parts)


def read(text: str, *, numbered: bool) -> list[Mark]:
    """The marks of an address; whatever is no position on earth is left out."""
    found = []
    for number, part in enumerate(text[:4000].split(";")[:MOST], 1):
        try:
            lat, lng, *rest = (float(value) for value in part.split(","))
        except ValueError:
            continue
        accuracy = min(rest[0], 50_000.0) if rest else 0.0
        if -85 <= lat <= 85 and -180 <= lng <= 180 and accuracy >= 0:
            found.append(Mark(lat, lng, accuracy, number if numbered else 0))
    return found


def _value(point: Any, name: str) -> Any:
    return point.get(name) if isinstance(point, dict) else getattr(point, name, None)
