"""Invented listings, the same on every machine: what stands in each town is seeded by its name.

Pure: nothing here reads or writes the database. Every name carries 「見本」, every telephone
number begins with 0134-00, which no exchange uses, and every address ends in 見本.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data"
PER_TOWN = 2  # Sample listings in each of the towns, at scale 1.
SPREAD_M = 110.0  # A sample stands within this distance of its town's point, on land.


class Spot(NamedTuple):
    """A town as the generator needs it."""

    code: str
    name: str
    kana: str
    english: str
    lat: float
    lng: float
    postcode: str


@dataclass(frozen=True)
class Stop:
    """A place of a listing and the week there; `place` is '' where there is only a telephone."""

    place: str
    place_kana: str
    place_en: str
    spot: Spot
    lat: float
    lng: float
    number: int
    week: str


@dataclass(frozen=True)
class Sample:
    """One invented listing, ready to be written through the directory's actions."""

    slug: str
    category: str
    name: str
    kana: str
    english: str
    host: str
    stops: tuple[Stop, ...]
    phone: str
    checked_days_ago: int
    state: str  # published, suspended, closed or draft
    pattern: dict[str, Any] = field(repr=False)
    speaks_english: bool = False
    speaks_easy: bool = False
    holiday_break: bool = False


@cache
def patterns() -> tuple[dict[str, Any], ...]:
    return tuple(_file()["pattern"])


@cache
def deck() -> tuple[dict[str, Any], ...]:
    """The patterns as often as their weight says; dealt out to the towns in turn."""
    cards = []
    for pattern in patterns():
        cards += [pattern] * pattern.get("weight", 1)
    return tuple(sorted(cards, key=lambda card: (_seed(card["category"]), card["category"])))


def dealt(spots: Sequence[Spot], *, rounds: range) -> Iterator[Sample]:
    """The samples of these rounds; round 0 is the sample town, later ones are for load."""
    cards = deck()
    for turn in rounds:
        for town in range(len(spots)):
            for n in range(PER_TOWN):
                index = (turn * len(spots) + town) * PER_TOWN + n
                # The step has no factor in common with the deck, so every card comes up.
                pattern = cards[index * 37 % len(cards)]
                # What travels stops in the towns that follow in the list, mostly its neighbours.
                round_trip = [
                    spots[(town + k) % len(spots)] for k in range(pattern.get("stops", 1))
                ]
                yield _sample(pattern, round_trip, index, turn)


def _sample(pattern: dict[str, Any], round_trip: Sequence[Spot], index: int, turn: int) -> Sample:
    spot = round_trip[0]
    seed = _seed(f"{spot.code}/{pattern['category']}/{index}")
    word, latin = _file()["words"][seed % len(_file()["words"])]
    slug = f"sample-{pattern['category'].replace('_', '-')}-{spot.code}"
    number = ""
    if turn or index % PER_TOWN:
        slug += f"-{index + 1}"
    if turn:
        number = f" {index + 1}"
    return Sample(
        slug=slug[:80],
        category=pattern["category"],
        name=f"{pattern['name'].format(w=word)}{number}（{spot.name}）",
        kana=f"{pattern['kana'].format(w=word)}{number} {spot.kana}",
        english=f"{pattern['en'].format(w=latin)}{number} ({spot.english})",
        host=pattern["host"],
        stops=tuple(_stops(pattern, round_trip, seed)),
        phone=f"0134-00-{seed % 10000:04d}",
        checked_days_ago=_age(seed, index),
        state=_state(index),
        pattern=pattern,
        speaks_english="languages" in pattern or seed % 3 == 0,
        speaks_easy=seed % 2 == 0,
        holiday_break=seed % 9 == 0 and bool(pattern["where"]),
    )


def _stops(pattern: dict[str, Any], round_trip: Sequence[Spot], seed: int) -> Iterator[Stop]:
    weeks = pattern.get("hours", [""])
    kana, english = _file()["halls"].get(pattern["where"], ("", ""))
    for n, spot in enumerate(round_trip):
        here = _seed(f"{seed}/{n}")
        # The length of a degree at Otaru's latitude; the spread is small enough to stay ashore.
        north = ((here % 2001) / 1000 - 1) * SPREAD_M / 111_000
        east = ((here // 2001 % 2001) / 1000 - 1) * SPREAD_M / 81_000
        yield Stop(
            place=f"{pattern['where']}（{spot.name}）" if pattern["where"] else "",
            place_kana=f"{kana} {spot.kana}" if kana else "",
            place_en=f"{english} ({spot.english})" if english else "",
            spot=spot,
            lat=round(spot.lat + north, 6),
            lng=round(spot.lng + east, 6),
            number=here % 90 + 1,
            week=weeks[(seed + n) % len(weeks)],
        )


def _age(seed: int, index: int) -> int:
    """Most were checked lately; one in nine long ago, so that the marks for it can be seen."""
    if index % 9 == 4:
        return 420 + seed % 900
    return 3 + seed % 75


def _state(index: int) -> str:
    if index % 17 == 8:
        return "suspended"
    if index % 29 == 12:
        return "draft"
    if index % 41 == 20:
        return "closed"
    return "published"


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((DATA / "patterns.toml").read_text(encoding="utf-8"))


def _seed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")
