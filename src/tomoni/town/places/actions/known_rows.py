"""Rows that many imported entries share: categories, towns, and the bodies that run places."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation
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


def know_organisations(known_rows: Known, entries: Sequence[Entry], at: datetime) -> None:
    """Find the bodies that run the places, by number or by exact name, and add unknown ones."""
    wanted = {
        key: entry.extra.get("法人番号", "")
        for entry in entries
        if (key := running_body(entry.values)) and key not in known_rows.organisations
    }
    if not wanted:
        return
    known = Organisation.objects.filter(name__in=wanted).order_by("created_at", "id")
    for name, pk in known.values_list("name", "pk"):
        known_rows.organisations.setdefault(name, pk)
    new = [
        Organisation(
            name=name,
            slug=f"org-{hashlib.blake2b(name.encode(), digest_size=6).hexdigest()}",
            kind=_kind(name),
            corporate_number=number if re.fullmatch(r"\d{13}", number) else "",
            created_at=at,
            updated_at=at,
        )
        for name, number in wanted.items()
        if name not in known_rows.organisations
    ]
    Organisation.objects.bulk_create(new)
    known_rows.organisations.update({row.name: row.pk for row in new})


def _kind(name: str) -> str:
    kinds = Organisation.Kind
    for word, kind in (
        ("社会福祉協議会", kinds.COUNCIL),
        ("社会福祉法人", kinds.WELFARE),
        ("医療法人", kinds.MEDICAL),
        ("非営利活動法人", kinds.NPO),
        ("NPO", kinds.NPO),
        ("会社", kinds.BUSINESS),
        ("町内会", kinds.NEIGHBOURHOOD),
        ("自治会", kinds.NEIGHBOURHOOD),
        ("学校法人", kinds.SCHOOL),
    ):
        if word in name:
            return kind
    return kinds.CITY if re.search(r"[市町村都道府県課]$", name) else kinds.OTHER


def running_body(said: dict[str, Any]) -> str:
    return str(said.get("organisation", ""))
