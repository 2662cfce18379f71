"""Preparing an installation: what every town needs before its first entry, and no sample."""

from datetime import date, datetime
from typing import Any

from tomoni.ground.districts import actions as districts
from tomoni.ground.people.actions import consents
from tomoni.plan import actions as plan
from tomoni.town.maps import actions as maps
from tomoni.town.places.actions import categories

SINCE = date(2026, 4, 1)  # From when the districts' town lists hold; see their sources.


def prepare(*, by: Any, at: datetime) -> None:
    """Towns, districts, base map, categories and the plan; a second run changes nothing.

    Each part is its own room's action with its own transaction and audit row.
    """
    districts.load_towns(by=by, at=at)
    districts.load_districts(by=by, at=at, valid_from=SINCE)
    maps.draw_sketch(by=by, at=at)
    categories.load(by=by, at=at)
    consents.load(by=by, at=at)
    plan.load_all(by=by, at=at)
