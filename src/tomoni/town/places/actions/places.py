"""Writing where something is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.ground.districts import queries as districts
from tomoni.town.places.actions import writing
from tomoni.town.places.models import Place
from tomoni.town.places.rules import points

FIELDS = frozenset(
    [
        "name",
        "name_kana",
        "name_en",
        "organisation",
        "city_code",
        "postcode",
        "address",
        "building",
        "town",
        "lat",
        "lng",
        "level",
        "accuracy_m",
        "elevation_m",
        "access_text",
        "parking_text",
    ]
)


@transaction.atomic
def create(*, name: str, by: Any, at: datetime, **facts: Any) -> Place:
    """A new place; nobody sees it until an entry is attached to it."""
    _known(facts)
    _sensible(facts)
    facts = _with_town(facts)
    place = Place.objects.create(name=name, created_at=at, updated_at=at, **facts)
    audit.record("places.place_created", place, by=by, at=at, changes={"name": ("", name)})
    return place


@transaction.atomic
def edit(
    *, place: Place, by: Any, at: datetime, expected: int | None = None, **changes: Any
) -> Place:
    """Change facts of a place; every entry there shows them."""
    _known(changes)
    row = writing.hold(place)
    now = {field: getattr(row, field) for field in changes}
    values = writing.settle(row, expected, changes, now)
    _sensible({**{f: getattr(row, f) for f in ("lat", "lng")}, **values})
    writing.save(row, values, act="places.place_edited", by=by, at=at)
    return row


def _with_town(facts: dict[str, Any]) -> dict[str, Any]:
    """The town of an exact point, or else who filters by town would miss the place."""
    exact = facts.get("level") in (Place.Level.BUILDING, Place.Level.ADDRESS)
    if facts.get("town") or not exact or facts.get("lat") is None:
        return facts
    return {**facts, "town": districts.nearest_town(facts["lat"], facts["lng"])}


def _known(facts: dict[str, Any]) -> None:
    if unknown := set(facts) - FIELDS - {"name"}:
        raise TypeError(f"not a fact of a place: {', '.join(sorted(unknown))}")


def _sensible(facts: dict[str, Any]) -> None:
    if why := points.why_not(facts.get("lat"), facts.get("lng")):
        raise Refused(why, field="lat")
