"""Rows that many imported entries share: categories, towns, and the bodies that run places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Prefetch, UUIDField

from tomoni.core.rows import Ready
from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import DistrictTown, Town
from tomoni.ground.people.actions import known as organisations
from tomoni.ground.people.models import Organisation
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.models import Category


@dataclass
class Known:
    """Rows that many entries share, looked up once for each file."""

    categories: dict[str, Category] | None = None
    organisations: dict[str, Organisation] = field(default_factory=dict)
    own_city: str = ""
    towns: dict[str, Town] | None = None
    locate: Callable[[str], list[districts.Located]] | None = None

    def category(self, code: str) -> Category | None:
        if self.categories is None:
            rows = Category.objects.select_related("parent").order_by("code")
            self.categories = {row.code: row for row in rows}
        return self.categories.get(code)

    def located(self, address: str) -> list[districts.Located]:
        if self.locate is None:
            self.locate = districts.locator()
        return self.locate(address)

    def town(self, code: str) -> Town | None:
        if self.towns is None:
            # With their districts, which the words of the search index need.
            lists = DistrictTown.objects.filter(valid_until=None).select_related("district")
            rows = Town.objects.prefetch_related(Prefetch("districts", lists))
            self.towns = {row.code: row for row in rows.order_by("order", "id")}
        return self.towns.get(code)


def expect_organisations(
    known_rows: Known, entries: Sequence[Entry]
) -> dict[str, tuple[str, UUID]]:
    """Find the bodies that run the places by their exact name; nothing is written.

    Returns:
        Name → (法人番号 or '', the key it is to get) of those that are not known yet.
    """
    wanted = {
        key: entry.extra.get("法人番号", "")
        for entry in entries
        if (key := running_body(entry.values)) and key not in known_rows.organisations
    }
    if not wanted:
        return {}
    found = organisations.known(wanted)
    for name in wanted:
        known_rows.organisations[name] = Organisation(id=found.get(name) or uuid4(), name=name)
    return {
        name: (number, known_rows.organisations[name].pk)
        for name, number in wanted.items()
        if name not in found
    }


def settle_organisations(
    bodies: dict[str, tuple[str, UUID]], rows: list[Ready], by: Any, at: datetime
) -> None:
    """Add the bodies that were not known; rows follow one that somebody else has added since."""
    if not bodies:
        return
    numbers = {name: number for name, (number, _key) in bodies.items()}
    keys = {name: key for name, (_number, key) in bodies.items()}
    real = organisations.know(numbers=numbers, keys=keys, by=by, at=at)
    other = {_column(keys[name]): _column(real[name]) for name in keys}
    if all(mine == theirs for mine, theirs in other.items()):
        return
    for each in rows:
        if "organisation_id" in each.columns:
            n = each.columns.index("organisation_id")
            each.values = [
                (*row[:n], other.get(row[n], row[n]), *row[n + 1 :]) for row in each.values
            ]


def know_organisations(known_rows: Known, entries: Sequence[Entry], by: Any, at: datetime) -> None:
    """Find the bodies that run the places, and add those not known yet."""
    settle_organisations(expect_organisations(known_rows, entries), [], by, at)
    # A name may have been added by somebody else since it was looked for.
    for name, key in organisations.known(
        {running_body(entry.values) for entry in entries} - {""}
    ).items():
        known_rows.organisations[name] = Organisation(id=key, name=name)


def running_body(said: dict[str, Any]) -> str:
    return str(said.get("organisation", ""))


def _column(key: UUID) -> Any:
    """The key as it stands in a row made ready."""
    return UUIDField().get_db_prep_save(key, connection)
