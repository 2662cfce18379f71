"""What differs between towns, read once from config/city.toml and checked."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tomoni.core.small_cells import LEAST


@dataclass(frozen=True)
class Phone:
    """A number people can call today. `opens`/`closes` are "HH:MM" on working days or ''."""

    code: str
    name: str
    phone: str
    purpose: str
    name_easy: str = ""
    name_en: str = ""
    purpose_easy: str = ""
    purpose_en: str = ""
    extension: str = ""
    fax: str = ""
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True)
class OpenData:
    """Under whose name and on what terms the city gives its lists out."""

    publisher: str
    attribution: str
    licence: str
    licence_name: str
    licence_url: str
    publisher_en: str = ""
    attribution_en: str = ""
    licence_name_en: str = ""

    def __post_init__(self) -> None:
        for name in ("publisher", "attribution", "licence", "licence_name"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(f"open_data.{name}")
        # A licence nobody can open is none; programs compare this address with others.
        if not re.fullmatch(r"https://[^\s/]+\.[^\s/]+/\S*", self.licence_url):
            raise ValueError("open_data.licence_url")

    def said(self, name: str, language: str) -> str:
        """A text for readers of `language`: English where it is given, else Japanese."""
        other = getattr(self, f"{name}_en", "") if language == "en" else ""
        return str(other or getattr(self, name))


@dataclass(frozen=True)
class City:
    """The city this installation serves; `box` is (south, west, north, east) in degrees."""

    name: str
    name_kana: str
    name_en: str
    prefecture: str
    code: str
    corporate_number: str
    phone: str
    site_title: str
    site_title_en: str
    box: tuple[float, float, float, float]
    center: tuple[float, float]
    gsi_tiles: bool
    year_end: tuple[str, str]
    phones: tuple[Phone, ...]
    open_data: OpenData
    directory_team: str = ""
    smallest_count: int = LEAST
    counted_by: str = "support_centre"

    def __post_init__(self) -> None:
        # Of two people in a cell each knows the other: fewer than three are never shown.
        if not isinstance(self.smallest_count, int) or self.smallest_count < LEAST:
            raise ValueError("statistics.smallest_count")

    def phone_for(self, code: str) -> Phone:
        """The phone with this code; the first one when the town has no such desk."""
        return next((phone for phone in self.phones if phone.code == code), self.phones[0])


@cache
def city() -> City:
    """The checked contents of city.toml.

    Raises:
        SystemExit: naming the key that is missing or wrong.
    """
    path = Path(getattr(settings, "CITY_FILE", settings.BASE_DIR / "config" / "city.toml"))
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError) as problem:
        raise SystemExit(f"{path.name}: {problem} is missing or wrong.") from None


def _read(data: dict[str, Any]) -> City:
    town = dict(data["city"])
    box = tuple(float(town.pop(side)) for side in ("south", "west", "north", "east"))
    center = (float(town.pop("center_lat")), float(town.pop("center_lng")))
    if len(town["code"]) != 6 or not town["code"].isdigit():
        raise ValueError("city.code")
    phones = []
    for entry in data["phones"]:
        row = {k: str(v) for k, v in entry.items()}
        row = {("purpose" + k[3:] if k.split("_")[0] == "for" else k): v for k, v in row.items()}
        phones.append(Phone(**row))
    if not phones:
        raise ValueError("phones")
    return City(
        **town,
        box=box,  # type: ignore[arg-type]
        center=center,
        gsi_tiles=bool(data.get("map", {}).get("gsi_tiles", False)),
        year_end=(data["year_end"]["from"], data["year_end"]["until"]),
        phones=tuple(phones),
        open_data=OpenData(**data["open_data"]),
        directory_team=str(data.get("places", {}).get("team", "")),
        smallest_count=data.get("statistics", {}).get("smallest_count", LEAST),
        counted_by=str(data.get("statistics", {}).get("districts", "support_centre")),
    )
