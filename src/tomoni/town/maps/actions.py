"""Drawing the base map and importing a real one: the only writers of this room."""

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from tomoni.core import audit
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.town.maps import boundary, facts, osm, reports, shores, sketch, store, tiles
from tomoni.town.maps.models import MapBuild

BORDER = "boundary.geojson"
EXTRACT = "extract.json"
AROUND_CITY = 0.05  # Degrees drawn beyond the city's box.
A_TRIALS_MARGIN = 0.5  # Degrees of ground around another town's extract that shows no sea.
A_DAY = 86_400


def draw_sketch(*, by: Any, at: datetime) -> store.BaseMap:
    """Draw the map from the town's own facts, unless a map was imported; twice is as good as once."""
    base = store.current()
    if base and base.kind == "imported":
        return base
    with store.building() as build:
        return _publish(build, [], by=by, at=at)


def import_map(
    files: Sequence[Path],
    *,
    by: Any,
    at: datetime,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> reports.Report:
    """Replace the sketch by an official border, an OpenStreetMap extract, or both.

    What is not given stays as it was imported before. A file that cannot be used stops the
    whole import, so that no map is put together from halves.
    """
    report = reports.Report()
    before = store.current()
    store.sweep(older_than=time.time() - A_DAY)
    with store.building() as build:
        if before:
            _carry_over(before, build)
        for path in files:
            report.files.append(_take(path, build, progress))
        if any(build.glob("*.geojsonl")):
            try:
                tiles.build(build)
            except tiles.TilesFailed as problem:
                raise Refused(
                    _("地図のタイルを作れませんでした（%(why)s）。") % {"why": problem}
                ) from None
        if dry_run:
            return report
        base = _publish(build, [path.name for path in files], by=by, at=at)
    report.version, report.bytes = base.version, sum(base.files.values())
    report.changed = before is None or before.version != base.version
    if not report.changed:
        for file in report.files:
            file.unchanged, file.created = file.created, 0
    return report


def _take(path: Path, build: Path, progress: Callable[[int], None] | None) -> reports.FileReport:
    """One file into the build folder."""
    if not path.is_file():
        raise Refused(_("%(name)sが見つかりません。") % {"name": path.name})
    if boundary.looks_like_json(path):
        return _take_border(path, build)
    return _take_extract(path, build, progress)


def _take_border(path: Path, build: Path) -> reports.FileReport:
    try:
        found = boundary.read(path, city().code)
    except boundary.NotABoundary as problem:
        why = reports.why_not_boundary(problem.reason, problem.value, city().name)
        raise Refused(f"{path.name}：{why}") from None
    _write(build / BORDER, mapping(found.area))
    rejections = [
        {
            "row": row["row"],
            "field": "geometry",
            "value": row["value"],
            "reason": reports.broken_object(),
        }
        for row in found.rejected
    ]
    return reports.FileReport(
        file=path.name,
        kind="boundary",
        rows=found.rows,
        created=found.rows - len(rejections),
        rejected=len(rejections),
        rejections=rejections,
        layers={"land": 1},
    )


def _take_extract(
    path: Path, build: Path, progress: Callable[[int], None] | None
) -> reports.FileReport:
    south, west, north, east = city().box
    home = (west - AROUND_CITY, south - AROUND_CITY, east + AROUND_CITY, north + AROUND_CITY)
    try:
        found = osm.read(path, build, within=home, progress=progress)
    except osm.NotReadable:
        raise Refused(reports.why_not_osm(path.name)) from None
    if not found.counts or found.box is None:
        raise Refused(_("%(name)sには道路や建物が入っていません。") % {"name": path.name})
    box = found.box
    apart = box[2] < west or east < box[0] or box[3] < south or north < box[1]
    if not apart:
        box = (
            max(box[0], home[0]),
            max(box[1], home[1]),
            min(box[2], home[2]),
            min(box[3], home[3]),
        )
    extract = _known_extract(build)
    extract["areas"].append(
        {
            "box": box,
            "apart": apart,
            "shore": bool(found.coastline),
            "land": mapping(shores.land_in(box, found.coastline)),
            "overview": found.overview,
        }
    )
    _write(build / EXTRACT, extract)
    reason = reports.broken_object() if found.rejections else ""
    return reports.FileReport(
        file=path.name,
        kind="osm",
        rows=found.rows,
        created=sum(found.counts.values()),
        rejected=found.rejected,
        rejections=[{"field": "geometry", "reason": reason, **row} for row in found.rejections],
        layers=dict(sorted(found.counts.items())),
        note=reports.elsewhere(city().name) if apart else "",
    )


def _known_extract(build: Path) -> dict[str, Any]:
    """The extracts of this import; those of an earlier one give way to the first new one."""
    path = build / EXTRACT
    if path.exists() and not (build / store.TILES).exists():
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return known
    (build / store.TILES).unlink(missing_ok=True)
    return {"areas": []}


def _carry_over(before: store.BaseMap, build: Path) -> None:
    """What was imported earlier goes on unless a file of its kind is imported now."""
    for name in (BORDER, EXTRACT, store.TILES):
        if name not in before.files:
            continue
        try:
            os.link(before.path(name), build / name)
        except OSError:
            shutil.copyfile(before.path(name), build / name)


def _write(path: Path, data: Any) -> None:
    """A new file, never a change of the one that the version in force shares by a hard link."""
    path.unlink(missing_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")


def _publish(build: Path, files: list[str], *, by: Any, at: datetime) -> store.BaseMap:
    """Draw the overview, give the version its name, write the log, put it in force."""
    border = _shape_of(build / BORDER)
    extract = (
        json.loads((build / EXTRACT).read_text()) if (build / EXTRACT).exists() else {"areas": []}
    )
    features = _overview(border, extract["areas"])
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    (build / store.OVERVIEW).write_text(text, encoding="utf-8")
    credits, sketched = _credits(border is not None, extract["areas"])
    base = store.finish(
        build,
        kind="imported" if border is not None or extract["areas"] else "sketch",
        at=at,
        bounds=_bounds(features, extract["areas"]),
        credits=credits,
        counts={},
        sketched=sketched,
    )
    known = store.current()
    if known and known.version == base.version:
        return base
    with transaction.atomic():
        row = MapBuild.objects.create(
            version=base.version,
            kind=base.kind,
            made_at=at,
            by=by,
            files=files,
            credits=list(credits),
        )
        audit.record("maps.put_in_force", row, by=by, at=at, note=base.version)
    # The log first: a map in force that nobody put there would be worse than the reverse.
    store.put_in_force(base)
    return base


def _overview(border: BaseGeometry | None, areas: list[dict[str, Any]]) -> list[sketch.Feature]:
    home = [area for area in areas if not area["apart"]]
    features = sketch.draw(
        facts.towns(),
        facts.stations(),
        facts.lines(),
        border,
        real_land=[(area["box"], shape(area["land"])) for area in home if area["shore"]],
        town_lines=not home,
        railway=not any(item["layer"] == "rail" for area in home for item in area["overview"]),
    )
    ground = [
        sketch.feature("land", shape(area["land"]).buffer(0 if area["shore"] else A_TRIALS_MARGIN))
        for area in areas
        if area["apart"]
    ]
    lines = [
        sketch.feature(item["layer"], shapely.simplify(shape(item["geometry"]), 0.0003))
        for area in areas
        for item in area["overview"]
    ]
    return [*ground, *features, *lines]


def _credits(
    has_border: bool, areas: list[dict[str, Any]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines to show, and the layers that are only sketched."""
    real_shore = has_border or any(area["shore"] and not area["apart"] for area in areas)
    credits = [facts.OSM_CREDIT] if areas else []
    credits += [facts.BOUNDARY_CREDIT] if has_border else []
    credits += [facts.TOWN_CREDIT, facts.STATION_CREDIT]
    sketched = [] if real_shore else ["coast"]
    sketched += [] if any(not area["apart"] for area in areas) else ["towns"]
    credits += {
        (): [],
        ("coast",): [facts.COAST_SKETCH_CREDIT],
        ("towns",): [facts.TOWNS_SKETCH_CREDIT],
        ("coast", "towns"): [facts.SKETCH_CREDIT],
    }[tuple(sketched)]
    return tuple(credits), tuple(sketched)


def _bounds(features: list[sketch.Feature], areas: list[dict[str, Any]]) -> osm.Box:
    """Where the map opens: the city, or the extract of another town that is being tried."""
    if apart := [area["box"] for area in areas if area["apart"]]:
        return tuple(apart[0])
    [land] = (item for item in features if item["properties"]["layer"] == "land")
    west, south, east, north = shape(land["geometry"]).bounds
    return (west, south, east, north)


def _shape_of(path: Path) -> BaseGeometry | None:
    return shape(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
