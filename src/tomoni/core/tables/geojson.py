"""GeoJSON, read feature by feature so that a large file needs little memory."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tomoni.core.tables.table import FileRefused, Row, Table

BLOCK = 1 << 16
LONGEST_FEATURE = 4 << 20
_BETWEEN = re.compile(r"\s*,?\s*")
LATITUDE, LONGITUDE = "緯度", "経度"


def open_geojson(path: Path) -> Table:
    """Open a FeatureCollection; the geometry becomes the columns 緯度 and 経度."""
    headers: dict[str, None] = {}
    for _number, feature in _features(path):
        if isinstance(properties := feature.get("properties"), dict):
            headers.update(dict.fromkeys(map(str, properties)))
    names = [name for name in headers if name not in {LATITUDE, LONGITUDE}]
    names += [LATITUDE, LONGITUDE]

    def rows() -> Iterator[Row]:
        for number, feature in _features(path):
            yield _row(number, feature, names)

    return Table("geojson", "utf-8", names, rows)


def _row(number: int, feature: dict[str, Any], names: list[str]) -> Row:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    values = {str(name): _text(value) for name, value in properties.items()}
    row = Row(number, [])
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and (points := list(_positions(geometry.get("coordinates")))):
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        if len(points) > 1:
            row.notes.append(_("線や面の図形のため、その中央を位置としました。"))
        values[LONGITUDE] = repr((min(lons) + max(lons)) / 2)
        values[LATITUDE] = repr((min(lats) + max(lats)) / 2)
    row.cells = [values.get(name, "") for name in names]
    return row


def _positions(coordinates: Any, depth: int = 0) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or depth > 4:
        return
    if len(coordinates) >= 2 and all(
        isinstance(n, int | float) and not isinstance(n, bool) for n in coordinates[:2]
    ):
        with suppress(OverflowError):  # A number of hundreds of digits is no position.
            yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _positions(part, depth + 1)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _features(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The members of the `features` array, one at a time."""
    decoder = json.JSONDecoder()
    refused = FileRefused(
        _("GeoJSON として読めません。FeatureCollection のファイルを選んでください。")
    )
    with path.open(encoding="utf-8-sig", errors="strict") as file:
        try:
            buffer = file.read(BLOCK)
            while (start := buffer.find('"features"')) < 0:
                more = file.read(BLOCK)
                if not more or len(buffer) > LONGEST_FEATURE:
                    raise refused
                buffer += more
            while (bracket := buffer.find("[", start)) < 0:
                more = file.read(BLOCK)
                if not more:
                    raise refused
                buffer += more
            at, number = bracket + 1, 0
            while True:
                between = _BETWEEN.match(buffer, at)
                at = between.end() if between else at
                if buffer.startswith("]", at):
                    return
                try:
                    feature, end = decoder.raw_decode(buffer, at)
                except json.JSONDecodeError:
                    # Cut only here: once for each block, not once for each feature.
                    buffer, at = buffer[at:], 0
                    more = file.read(max(BLOCK, len(buffer)))
                    if not more or len(buffer) > LONGEST_FEATURE:
                        raise refused from None
                    buffer += more
                    continue
                number += 1
                if not isinstance(feature, dict):
                    raise refused
                yield number, feature
                at = end
        except (ValueError, RecursionError) as error:
            # Broken letters, a number of thousands of digits, or brackets without end.
            raise refused from error
