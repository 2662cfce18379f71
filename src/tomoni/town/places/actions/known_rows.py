"""Rows that many imported entries share: categories, towns, and the bodies that run places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import Town
from tomoni.ground.people.actions import known as organisations
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.models import Category


@dataclass
class Known:
    """Rows that many entries share, looked up once for each file."""

    categories: dict[str, Category] | None = None
    organisations: dict[str, Any] = field(default_factory=dict)
    own_city: str = ""
    towns: dict[str, Town] | None = None
    locate: Callable[[str], list[districts.Located]] | None = None

    def category(self, code: str) -> Category | None:
        if self.categories is None:
            self.categories = {row.code: row for row in Category.objects.order_by("code")}
        return self.categories.get(code)

    def located(self, address: str) -> list[districts.Located]:
        if self.locate is None:
            self.locate = districts.locator()
        return self.locate(address)

    def town(self, code: str) -> Town | None:
        if self.towns is None:
            self.towns = {row.code: row for row in Town.objects.order_by("order", "id")}
        return self.towns.get(code)


def know_organisations(known_rows: Known, entries: Sequence[Entry], by: Any, at: datetime) -> None:
    """Find the bodies that run the places by their exact name, and add those not known yet."""
    wanted = {
        key: entry.extra.get("法人番号", "")
        for entry in entries
        if (key := running_body(entry.values)) and key not in known_rows.organisations
    }
    if wanted:
        known_rows.organisations.update(organisations.know(numbers=wanted, by=by, at=at))


def running_body(said: dict[str, Any]) -> str:
    return str(said.get("organisation", ""))
