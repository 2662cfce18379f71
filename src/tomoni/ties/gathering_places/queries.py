"""The board, the pairs that could fit, and the precedents and starter kit that lie in files."""

import hashlib
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from tomoni.core.geo import distance_m
from tomoni.doing.appointments.models import Desk
from tomoni.ground.districts.models import Town
from tomoni.ties.gathering_places.models import BoardQuerySet, KitCheck, Match, Venue, Wish
from tomoni.ties.gathering_places.rules import matching
from tomoni.ties.gathering_places.rules.matching import ADVISER

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Pair:
    """An offer beside a wish with its five reasons; `wish` is None where the wish is the page's."""

    wish: Wish
    venue: Venue
    fit: matching.Fit


@dataclass(frozen=True)
class OfTown:
    """The wishes of one town, for the list and its point on the map."""

    town: Town | None
    wishes: list[Wish]

    @property
    def lat(self) -> float | None:
        return self.town.lat if self.town else None

    @property
    def lng(self) -> float | None:
        return self.town.lng if self.town else None

    @property
    def accuracy_m(self) -> int:
        return self.town.accuracy_m if self.town else 0


def wishes(rows: BoardQuerySet) -> BoardQuerySet:
    """With their town, their baton and how many said "me too"."""
    found = rows.select_related("town", "baton__team", "became_listing", "became_circle").annotate(
        others=Count("me_too")
    )
    return found.order_by("town__order", "-created_at", "pk")


def venues(rows: BoardQuerySet) -> BoardQuerySet:
    return rows.select_related("town", "baton__team").order_by("town__order", "-created_at", "pk")


def by_town(rows: Any) -> list[OfTown]:
    """The rows by town in the order of towns; those for anywhere come last."""
    groups: dict[Any, list[Wish]] = defaultdict(list)
    for one in rows:
        groups[one.town].append(one)
    found = [OfTown(town, of) for town, of in groups.items()]
    return sorted(found, key=lambda one: (one.town is None, one.town.order if one.town else 0))


def fit_of(wish: Wish, venue: Venue) -> matching.Fit:
    """How well they fit, explained."""
    town, room = wish.town, venue.town
    return matching.fit(
        matching.Wanted(
            town=town.code if town else "", base=town.base if town else "", people=wish.people,
            parts=wish.parts, step_free=wish.needs_step_free, wide_toilet=wish.needs_wide_toilet,
            most_fee=wish.most_fee,
        ),
        matching.Room(
            town=room.code, base=room.base, people=venue.people, parts=venue.parts,
            step_free=venue.is_step_free, has_toilet=venue.toilet != Venue.Toilet.NONE,
            wide_toilet=venue.toilet == Venue.Toilet.WIDE, fee=venue.fee,
        ),
        metres=distance_m(town.lat, town.lng, room.lat, room.lng) if town else 0,
    )  # fmt: skip


def suggestions(*, wish: Wish | None = None, venue: Venue | None = None) -> list[Pair]:
    """Open pairs that fit well and on which nobody has decided yet, best first.

    Worked out when it is asked for, so it never tells of yesterday's rooms.
    """
    wanted = [wish] if wish else list(wishes(Wish.objects.open()))
    rooms = [venue] if venue else list(venues(Venue.objects.open()))
    decided = set(
        Match.objects.filter(wish__in=wanted, venue__in=rooms).values_list("wish", "venue")
    )
    pairs = [
        Pair(one, room, fit_of(one, room))
        for one in wanted for room in rooms if (one.pk, room.pk) not in decided
    ]  # fmt: skip
    good = [pair for pair in pairs if pair.fit.is_good]
    return sorted(good, key=lambda pair: (-pair.fit.points, pair.venue.created_at, str(pair.venue.pk)))  # fmt: skip


def adviser_desk() -> Desk | None:
    """Where an adviser can be booked, if anywhere."""
    return Desk.objects.filter(family=ADVISER, closed_on=None).order_by("order", "pk").first()


@dataclass(frozen=True)
class Checked:
    """A step of the kit with the last confirmation of its words as they are, if there is one."""

    entry: "Entry"
    check: KitCheck | None


def kit() -> list[Checked]:
    """The starter kit; what is a rule says when somebody last confirmed it."""
    last: dict[tuple[str, str], KitCheck] = {}
    for one in KitCheck.objects.select_related("checked_by").order_by("checked_on", "pk"):
        last[(one.entry, one.digest)] = one
    return [Checked(one, last.get((one.code, one.digest))) for one in told("kit")]


@cache
def told(name: str) -> tuple[Any, ...]:
    """The entries of `data/<name>.toml`: texts in three languages, each with its source."""
    rows = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["entry"]
    return tuple(Entry(**row) for row in rows)


@dataclass(frozen=True)
class Entry:
    """A precedent or a step of the starter kit."""

    title: str
    title_easy: str
    title_en: str
    text: str
    text_easy: str
    text_en: str
    source: str
    source_en: str
    code: str = ""
    desk: str = ""  # Whom to ring: a code of city.toml.
    part: str = ""
    is_rule: bool = False  # A law or ordinance stands behind it, which may change.

    @property
    def digest(self) -> str:
        """Marks the words; a confirmation holds for these only."""
        words = "\n".join((self.title, self.text, self.source))
        return hashlib.sha256(words.encode()).hexdigest()


def towns_of(wishes: BoardQuerySet, venues: BoardQuerySet) -> Any:
    """The towns of which something is on the board, in their order."""
    used = Q(pk__in=wishes.values("town")) | Q(pk__in=venues.values("town"))
    return Town.objects.filter(used).order_by("order", "pk")
