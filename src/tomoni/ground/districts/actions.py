"""Loading the towns and keeping the districts: the only writers of this room."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.districts import cells, facts
from tomoni.ground.districts.models import District, DistrictTown, Station, Town

STATION_ACCURACY_M = 100  # The point is the middle of the platforms.


@transaction.atomic
def load_towns(*, by: Any, at: datetime, folder: Path = facts.DATA) -> dict[str, int]:
    """Bring towns and stations to the state of the files; a second run changes nothing.

    Returns:
        How many rows were created, updated and unchanged. A town that left the file stays,
        because places and districts may still point to it.
    """
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    listed = facts.towns(folder)
    points = [(town.lng, town.lat) for town in listed]
    areas = cells.cells(points, facts.outline(folder))
    towns = [
        {**vars(fact), "order": order, "accuracy_m": cells.accuracy_m(point, area)}
        for order, (fact, point, area) in enumerate(zip(listed, points, areas, strict=True))
    ]
    stations = [
        {**vars(station), "order": order, "accuracy_m": STATION_ACCURACY_M}
        for order, station in enumerate(facts.stations(folder))
    ]
    for model, rows in ((Town, towns), (Station, stations)):
        for what, count in _bring(model, rows).items():
            counts[what] += count
    if counts["created"] or counts["updated"]:
        note = ", ".join(f"{count} {what}" for what, count in counts.items())
        audit.record(
            "districts.towns_loaded", Town.objects.order_by("order")[0], by=by, at=at, note=note
        )
    return counts


@transaction.atomic
def load_districts(*, by: Any, at: datetime, valid_from: date, folder: Path = facts.DATA) -> int:
    """Bring in the districts whose town lists are published; a second run changes nothing."""
    listed = facts.districts(folder)
    for fact in listed:
        bases = fact.pop("towns")
        district = keep_district(**fact, by=by, at=at)
        if not district.towns.exists():
            towns = Town.objects.filter(base__in=bases).order_by("order", "id")
            set_towns(district=district, towns=towns, valid_from=valid_from, by=by, at=at)
    return len(listed)


@transaction.atomic
def keep_district(
    *,
    kind: str,
    code: str,
    name: str,
    by: Any,
    at: datetime,
    name_kana: str = "",
    name_en: str = "",
    source: str = "",
    is_sample: bool = False,
    order: int = 0,
) -> District:
    """Create the district or bring its names up to date; its towns are another act."""
    if kind not in District.Kind.values:
        raise Refused(_("地区の種類を選んでください。"), field="kind")
    if not name.strip():
        raise Refused(_("地区の名前を入れてください。"), field="name")
    values = {
        "name": name,
        "name_kana": name_kana,
        "name_en": name_en,
        "source": source,
        "is_sample": is_sample,
        "order": order,
    }
    district = District.objects.filter(kind=kind, code=code).first()
    if district is None:
        district = District.objects.create(kind=kind, code=code, **values)
        audit.record("districts.district_created", district, by=by, at=at)
    elif changes := audit.differences(district, values):
        _set(district, changes)
        audit.record("districts.district_changed", district, by=by, at=at, changes=changes)
    return district


@transaction.atomic
def set_towns(
    *, district: District, towns: Iterable[Town], valid_from: date, by: Any, at: datetime
) -> None:
    """From that day on the district consists of exactly these towns; the past stays."""
    wanted = {town.pk: town for town in towns}
    open_rows = list(
        DistrictTown.objects.select_for_update()
        .filter(district=district, valid_until=None)
        .select_related("town")
    )
    before = {row.town_id for row in open_rows}
    if before == set(wanted):
        return
    for row in open_rows:
        if row.town_id in wanted:
            continue
        if row.valid_from >= valid_from:
            # The row was never in force, so nothing of the past is lost with it.
            row.delete()
        else:
            row.valid_until = valid_from - timedelta(days=1)
            row.save(update_fields=["valid_until"])
    DistrictTown.objects.bulk_create(
        DistrictTown(district=district, town=town, valid_from=valid_from)
        for pk, town in wanted.items()
        if pk not in before
    )
    names = {row.town_id: row.town.name for row in open_rows}
    changes = {"towns": (sorted(names.values()), sorted(town.name for town in wanted.values()))}
    audit.record("districts.towns_set", district, by=by, at=at, changes=changes)


def _bring(model: type[models.Model], rows: list[dict[str, Any]]) -> dict[str, int]:
    """Create or update the rows with these codes; gives how many of each."""
    known = model._default_manager.in_bulk([row["code"] for row in rows], field_name="code")
    new = [model(**row) for row in rows if row["code"] not in known]
    model._default_manager.bulk_create(new)
    updated = 0
    for values in rows:
        if (row := known.get(values["code"])) and (changes := audit.differences(row, values)):
            _set(row, changes)
            updated += 1
    return {
        "created": len(new), "updated": updated, "unchanged": len(rows) - len(new) - updated,
    }  # fmt: skip


def _set(row: models.Model, changes: dict[str, tuple[Any, Any]]) -> None:
    for field, (_old, new) in changes.items():
        setattr(row, field, new)
    row.save(update_fields=list(changes))
