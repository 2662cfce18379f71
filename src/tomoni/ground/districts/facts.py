"""The files with the facts of the town: towns, stations and the sketched outline."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from tomoni.ground.districts import cells

DATA = Path(__file__).parent / "data"
CHOME_SPOKEN = ("", "いっ", "に", "さん", "よん", "ご", "ろく", "なな", "はっ", "きゅう")


@dataclass(frozen=True)
class TownFact:
    """One 町丁目 as the file gives it."""

    code: str
    name: str
    name_kana: str
    name_en: str
    base: str
    chome: int | None
    postcode: str
    lat: float
    lng: float


@dataclass(frozen=True)
class StationFact:
    """One station; `city` is empty inside the town and names the neighbour outside."""

    code: str
    name: str
    name_kana: str
    name_en: str
    line: str
    city: str
    lat: float
    lng: float


def towns(folder: Path = DATA) -> list[TownFact]:
    found = []
    for row in _rows(folder / "towns.csv"):
        chome = int(row["chome"]) if row["chome"] else None
        latin = row["latin"]
        found.append(
            TownFact(
                code=latin.lower() + (f"-{chome}" if chome else ""),
                name=row["name"],
                name_kana=row["reading"] + (f"{CHOME_SPOKEN[chome]}ちょうめ" if chome else ""),
                name_en=latin + (f" {chome}-chome" if chome else ""),
                base=row["base"],
                chome=chome,
                postcode=row["postcode"],
                lat=float(row["lat"]),
                lng=float(row["lng"]),
            )
        )
    return found


def stations(folder: Path = DATA) -> list[StationFact]:
    return [
        StationFact(
            code=row["latin"].lower(),
            name=row["name"],
            name_kana=row["reading"],
            name_en=row["latin"],
            line=row["line"],
            city=row["city"],
            lat=float(row["lat"]),
            lng=float(row["lng"]),
        )
        for row in _rows(folder / "stations.csv")
    ]


@cache
def sketch(folder: Path = DATA) -> dict[str, Any]:
    """The hand-drawn lines; see the note inside the file."""
    found: dict[str, Any] = json.loads((folder / "outline.json").read_text(encoding="utf-8"))
    return found


@cache
def outline(folder: Path = DATA) -> BaseGeometry:
    lines = sketch(folder)
    return cells.outline_of(lines["coast"], lines["inland"])


def districts(folder: Path = DATA) -> list[dict[str, Any]]:
    """Districts whose town lists are published in full; `towns` are names without 丁目."""
    found: list[dict[str, Any]] = json.loads((folder / "districts.json").read_text("utf-8"))
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def readings() -> dict[str, str]:
    """Base towns and stations with their kana, for the readings over the kanji."""
    found = {station.name: station.name_kana for station in stations() if not station.city}
    for row in _rows(DATA / "towns.csv"):
        found[row["base"]] = row["reading"]
    return found
