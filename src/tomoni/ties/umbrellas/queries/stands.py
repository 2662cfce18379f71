"""The stands and how many umbrellas they have; what is near."""

from dataclasses import dataclass

from django.db.models import QuerySet

from tomoni.core.geo import distance_m
from tomoni.ties.umbrellas.models import Move, Station

NEAR = 3


@dataclass(frozen=True)
class Near:
    """Another stand, and how far it is as the crow flies."""

    station: Station
    metres: int


def open_stands() -> QuerySet[Station]:
    return Station.objects.open().order_by("name_kana", "name", "pk")


def near(station: Station, *, act: str = "", limit: int = NEAR) -> list[Near]:
    """The nearest other stands; for borrowing only those that have one, for returning those that
    take. One query: a town has some sixty stands."""
    found = [
        Near(one, max(10, int(round(distance_m(station.lat, station.lng, one.lat, one.lng), -1))))
        for one in open_stands()
        if one.pk != station.pk
        and (act != "borrow" or (one.lends and one.count))
        and (act != "return" or one.takes)
    ]
    return sorted(found, key=lambda one: (one.metres, one.station.pk))[:limit]


def moves_of(station: Station, limit: int = 30) -> list[Move]:
    """The last moves of a stand, the newest first; each of the two halves is one look at an index."""
    rows = Move.objects.select_related("source", "target", "by", "umbrella", "undone_by")
    left = rows.filter(source=station).order_by("-at", "pk")[:limit]
    came = rows.filter(target=station).order_by("-at", "pk")[:limit]
    return sorted([*left, *came], key=lambda one: one.at, reverse=True)[:limit]
