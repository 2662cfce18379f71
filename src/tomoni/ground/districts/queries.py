"""Where an address, a town or a station lies, and how exactly that is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil

from django.db.models import Count, Max, QuerySet, Sum

from tomoni.core.geo import distance_m
from tomoni.ground.districts import addresses, facts, rules
from tomoni.ground.districts.cells import holds
from tomoni.ground.districts.models import District, DistrictTown, Station, Town


@dataclass(frozen=True)
class Located:
    """A point for a text. `accuracy_m`: how far away the real place may be.

    `level` is "town" (one 町丁目), "base" (a town of several 丁目), "postcode" or "station".
    """

    label: str
    lat: float
    lng: float
    accuracy_m: int
    level: str
    towns: tuple[str, ...] = ()  # Codes of the towns meant; empty for a station.
    label_en: str = ""
    note: str = ""

    @property
    def accuracy_words(self) -> str:
        return rules.accuracy_words(self.level, self.accuracy_m)


@dataclass(frozen=True)
class Answer:
    """What a page needs to answer somebody who typed a place."""

    found: list[Located]
    suggestions: list[str]


@dataclass(frozen=True)
class _Index:
    """All towns and stations in memory: a hundred and fifty rows."""

    known: addresses.Gazetteer
    towns: dict[str, Town]
    stations: dict[str, Station]


def locate(text: str) -> list[Located]:
    """Every sound reading of the text, best first; empty when there is none."""
    return locator()(text)


def locator() -> Callable[[str], list[Located]]:
    """`locate` for many texts in one go: the towns are read once, as they stand now."""
    index = _index(_signature())
    return lambda text: _locate(text, index)


def _locate(text: str, index: _Index) -> list[Located]:
    found = []
    for parsed in addresses.parse(text, index.known):
        if parsed.level == "station":
            found.append(_at_station(index.stations[parsed.names[0]]))
        else:
            found.append(_at_towns(parsed, [index.towns[name] for name in parsed.names]))
    return found


def look_up(text: str) -> Answer:
    """`locate`, and names that come near when nothing is found."""
    found = locate(text)
    return Answer(found, [] if found else suggest(text))


def suggest(text: str, limit: int = 5) -> list[str]:
    """Town names that begin or look like the text."""
    return addresses.near_names(text, _index(_signature()).known, limit)


def town_of(text: str) -> Town | None:
    """The single 町丁目 that an address names, or None when it names none or several."""
    for found in locate(text):
        if len(found.towns) == 1:
            return Town.objects.get(code=found.towns[0])
    return None


def nearest_town(lat: float, lng: float) -> Town | None:
    """The town whose point is nearest; None outside the city."""
    if not in_city(lat, lng):
        return None
    towns = _index(_signature()).towns.values()
    return min(towns, key=lambda town: distance_m(lat, lng, town.lat, town.lng), default=None)


def in_city(lat: float, lng: float) -> bool:
    """Whether a point lies inside the sketched outline, with half a kilometre to spare."""
    return holds(facts.outline().buffer(0.005), lat, lng)


def bases() -> list[tuple[str, str, list[Town]]]:
    """(town without 丁目, its reading, its 丁目) in the order of readings, for lists to pick from."""
    groups: dict[str, list[Town]] = {}
    for town in Town.objects.order_by("order", "id"):
        groups.setdefault(town.base, []).append(town)
    found = [(base, base_kana(towns[0]), towns) for base, towns in groups.items()]
    return sorted(found, key=lambda entry: entry[1])


def base_kana(town: Town) -> str:
    return addresses.without_chome(town.name_kana) if town.chome else town.name_kana


def base_en(town: Town) -> str:
    return town.name_en.partition(" ")[0] if town.chome else town.name_en


def districts_of(town: Town, *, on: date, kind: str | None = None) -> QuerySet[District]:
    """The districts that the town belongs to on that day."""
    lists = DistrictTown.objects.in_force(on).filter(town=town)
    found = District.objects.filter(pk__in=lists.values("district")).order_by("kind", "order", "id")
    return found.filter(kind=kind) if kind else found


def towns_of(district: District, *, on: date) -> QuerySet[Town]:
    """The towns of the district on that day."""
    lists = DistrictTown.objects.in_force(on).filter(district=district)
    return Town.objects.filter(pk__in=lists.values("town")).order_by("order", "id")


def _at_station(station: Station) -> Located:
    outside = f"（{station.city}）" if station.city else ""
    return Located(
        label=f"{station.name}駅{outside}",
        label_en=f"{station.name_en} Station",
        lat=station.lat,
        lng=station.lng,
        accuracy_m=station.accuracy_m,
        level="station",
    )


def _at_towns(parsed: addresses.Parsed, towns: list[Town]) -> Located:
    lat = sum(town.lat for town in towns) / len(towns)
    lng = sum(town.lng for town in towns) / len(towns)
    reach = max(distance_m(lat, lng, town.lat, town.lng) + town.accuracy_m for town in towns)
    first = towns[0]
    english = first.name_en if len(towns) == 1 else ", ".join(dict.fromkeys(map(base_en, towns)))
    chome = parsed.missing_chome
    return Located(
        label=parsed.label,
        label_en=english,
        lat=round(lat, 6),
        lng=round(lng, 6),
        accuracy_m=ceil(reach),
        level=parsed.level,
        towns=tuple(town.code for town in towns),
        note=rules.missing_chome_words(first.base, chome) if chome else "",
    )


def _signature() -> tuple[object, ...]:
    """Changes when towns or stations change, so that every process notices by itself."""
    figures = Town.objects.aggregate(Count("id"), Max("id"), Sum("lat"), Sum("accuracy_m"))
    return (*figures.values(), *Station.objects.aggregate(Count("id"), Max("id")).values())


@lru_cache(maxsize=4)
def _index(signature: tuple[object, ...]) -> _Index:
    towns = {town.name: town for town in Town.objects.order_by("order", "id")}
    stations = {station.name: station for station in Station.objects.order_by("order", "id")}
    known = addresses.Gazetteer.of(
        (
            addresses.Name(
                name=town.name,
                base=town.base,
                chome=town.chome,
                reading=base_kana(town),
                latin=base_en(town),
                postcode=town.postcode,
            )
            for town in towns.values()
        ),
        ((s.name, s.name_kana, s.name_en) for s in stations.values()),
    )
    return _Index(known, towns, stations)
