"""Reads an OpenStreetMap extract into layers of features, one object at a time."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import osmium
import osmium.filter as only
import osmium.geom

from tomoni.town.maps import osm_classes

Box = tuple[float, float, float, float]
AREA_KEYS = ("building", "natural", "landuse", "leisure", "waterway")
BIGGEST_REJECTIONS = 200  # So many are listed one by one; all are counted.
OVERVIEW = {"road": {"major"}, "rail": {"rail", "light_rail"}, "waterway": {"river"}}


class NotReadable(Exception):
    """The file is no OpenStreetMap data; says what it seems to be."""


@dataclass
class Reading:
    """What one extract held."""

    box: Box | None = None
    counts: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    rejections: list[dict[str, str]] = field(default_factory=list)
    coastline: list[list[tuple[float, float]]] = field(default_factory=list)
    overview: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.counts.values()) + self.rejected


def kind_of(path: Path) -> str:
    """ "pbf", "osm", "osm.gz", "osm.bz2" or "" by the first bytes, whatever the file is called."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head[4:6] == b"\n\t" and b"OSMHeader" in head[:64]:
        return "pbf"
    packed = ""
    if head[:2] == b"\x1f\x8b":
        packed = ".gz"
        try:
            with gzip.open(path) as file:
                head = file.read(4096)
        except (OSError, EOFError):
            return ""
    elif head[:3] == b"BZh":
        return "osm.bz2"
    return "osm" + packed if b"<osm" in head else ""


def read(
    path: Path,
    into: Path,
    *,
    within: Box | None = None,
    progress: Callable[[int], None] | None = None,
) -> Reading:
    """Write one line-delimited GeoJSON file for each layer into the folder; memory stays flat.

    Args:
        within: Leave out what lies wholly outside, when the extract is much larger than the city.

    Raises:
        NotReadable: the file is not what it seems, or breaks off in the middle.
    """
    kind = kind_of(path)
    if not kind:
        raise NotReadable(path.name)
    found = Reading()
    try:
        with ExitStack() as files:
            source = osmium.io.File(str(path), kind)
            _read(source, found, _Writer(into, files), within, progress)
    except (RuntimeError, OSError, ValueError, UnicodeDecodeError) as problem:
        raise NotReadable(f"{path.name}: {problem}") from problem
    return found


def _read(
    source: Any,
    found: Reading,
    write: "_Writer",
    within: Box | None,
    progress: Callable[[int], None] | None,
) -> None:
    shapes = osmium.geom.GeoJSONFactory()
    objects = (
        osmium.FileProcessor(source)
        .with_locations()
        .with_areas(only.KeyFilter(*AREA_KEYS))
        .with_filter(only.KeyFilter(*osm_classes.KEYS))
    )
    header = objects.header.box()
    if header.valid():
        low, high = header.bottom_left, header.top_right
        found.box = (low.lon, low.lat, high.lon, high.lat)
    if within and found.box and _apart(found.box, within):
        within = None  # Another town's extract, drawn whole.
    extent = [180.0, 90.0, -180.0, -90.0]
    for number, item in enumerate(objects, 1):
        if progress and number % 500 == 0:
            progress(number)
        tags = {tag.k: tag.v for tag in item.tags}
        if item.is_node():
            drawn, make = osm_classes.of_point(tags), shapes.create_point
        elif item.is_way():
            drawn, make = osm_classes.of_line(tags), shapes.create_linestring
        elif item.is_area():
            drawn, make = osm_classes.of_area(tags), shapes.create_multipolygon
        else:
            continue
        if drawn is None and not item.is_area():
            continue
        try:
            if within and not _touches(item, within):
                continue
            geometry = make(item)
        except (RuntimeError, osmium.InvalidLocationError) as problem:
            _reject(found, item, problem)
            continue
        if item.is_area() and (spot := osm_classes.of_point(tags)):
            # A hospital is mostly drawn as its grounds: name it in their middle.
            found.counts[spot[0]] += 1
            write(spot[0], _middle(geometry), spot[1])
        if drawn is None:
            continue
        layer, words = drawn
        found.counts[layer] += 1
        write(layer, geometry, words)
        if item.is_node():
            _stretch(extent, item.location.lon, item.location.lat)
        elif layer == "coast":
            found.coastline.append([(node.lon, node.lat) for node in item.nodes])
        if words.get("class") in OVERVIEW.get(layer, ()):
            found.overview.append({"layer": layer, "geometry": json.loads(geometry)})
    if found.box is None and extent[0] < extent[2]:
        found.box = (extent[0], extent[1], extent[2], extent[3])


def _touches(item: Any, box: Box) -> bool:
    """Whether a node, or the beginning, middle or end of a line, lies in the box."""
    if item.is_node():
        nodes = [item.location]
    else:
        line = next(iter(item.outer_rings())) if item.is_area() else item.nodes
        nodes = [line[0].location, line[len(line) // 2].location, line[len(line) - 1].location]
    return any(box[0] <= n.lon <= box[2] and box[1] <= n.lat <= box[3] for n in nodes)


def _apart(a: Box, b: Box) -> bool:
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def _middle(geometry: str) -> str:
    """The mean of the first ring's corners, as a point."""
    ring = json.loads(geometry)["coordinates"][0][0]
    lng, lat = (sum(values) / len(ring) for values in zip(*ring, strict=True))
    return json.dumps({"type": "Point", "coordinates": [round(lng, 6), round(lat, 6)]})


class _Writer:
    """Opens each layer's file when its first feature comes."""

    def __init__(self, into: Path, files: ExitStack) -> None:
        self.into = into
        self.files = files
        self.open: dict[str, IO[str]] = {}

    def __call__(self, layer: str, geometry: str, words: dict[str, str | int]) -> None:
        if layer not in self.open:
            path = self.into / f"{layer}.geojsonl"
            self.open[layer] = self.files.enter_context(path.open("a", encoding="utf-8"))
        zoom = words.pop("z")
        properties = json.dumps(words, ensure_ascii=False)
        self.open[layer].write(
            f'{{"type":"Feature","tippecanoe":{{"minzoom":{zoom}}},'
            f'"properties":{properties},"geometry":{geometry}}}\n'
        )


def _reject(found: Reading, item: Any, problem: Exception) -> None:
    found.rejected += 1
    if len(found.rejections) < BIGGEST_REJECTIONS:
        kind = {"n": "node", "w": "way", "a": "area"}.get(item.type_str(), "object")
        number = item.orig_id() if item.is_area() else item.id
        found.rejections.append({"row": f"{kind}/{number}", "value": str(problem)[:200]})


def _stretch(extent: list[float], lng: float, lat: float) -> None:
    extent[0], extent[1] = min(extent[0], lng), min(extent[1], lat)
    extent[2], extent[3] = max(extent[2], lng), max(extent[3], lat)
