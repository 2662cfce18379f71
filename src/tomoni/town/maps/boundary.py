"""Reads a municipality's border from a GeoJSON file of the national data set N03."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

BIGGEST = 200 * 2**20  # The whole of Hokkaido is about 60 MB.
CODE = "N03_007"  # Five-digit code of the municipality.
YEAR_HINT = "国土数値情報（行政区域データ）（国土交通省）"


class NotABoundary(Exception):
    """The file cannot be used; `reason` is one of the keys that `reports` puts into words."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


@dataclass(frozen=True)
class Boundary:
    """The border found, and how many features were read for it."""

    area: BaseGeometry
    rows: int
    rejected: tuple[dict[str, str], ...]


def looks_like_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read(path: Path, code: str) -> Boundary:
    """The area of the municipality with this code (five or six digits).

    Raises:
        NotABoundary: with the reason.
    """
    if path.stat().st_size > BIGGEST:
        raise NotABoundary("too_big")
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise NotABoundary("not_utf8") from None
    except (ValueError, RecursionError):
        raise NotABoundary("broken_json") from None
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise NotABoundary("no_features")
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise NotABoundary("no_features")
    mine = [item for item in features if _code(item) == code[:5]]
    if not mine:
        others = sorted({_code(item) for item in features} - {""})
        raise NotABoundary("other_city" if others else "no_code", "、".join(others[:3]))
    return _joined(mine)


def _joined(features: list[dict[str, Any]]) -> Boundary:
    parts: list[BaseGeometry] = []
    rejected: list[dict[str, str]] = []
    for row, item in enumerate(features, 1):
        try:
            part = shape(item["geometry"])
        except Exception:  # Shapely raises many kinds for broken coordinates.
            rejected.append({"row": str(row), "value": "geometry"})
            continue
        if part.geom_type not in ("Polygon", "MultiPolygon") or part.is_empty:
            rejected.append({"row": str(row), "value": str(part.geom_type)})
            continue
        parts.append(part if part.is_valid else shapely.make_valid(part))
    if not parts:
        raise NotABoundary("no_area")
    area = shapely.union_all(parts)
    west, south, east, north = area.bounds
    if not (122 <= west <= east <= 154 and 20 <= south <= north <= 46):
        swapped = 122 <= south <= north <= 154 and 20 <= west <= east <= 46
        raise NotABoundary("swapped" if swapped else "not_degrees")
    return Boundary(area, len(features), tuple(rejected))


def _code(item: Any) -> str:
    properties = item.get("properties") if isinstance(item, dict) else None
    return str((properties or {}).get(CODE) or "")
