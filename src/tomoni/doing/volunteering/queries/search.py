"""Volunteers found by name, skill, time and place."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from tomoni.core.geo import box_around
from tomoni.doing.volunteering.models import Skill, Volunteer
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Person, TeamMembership
from tomoni.ground.people.rules import keys

NEAR_M = 3000


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nonsense asks for nothing."""

    words: str = ""
    skill: str = ""
    slot: int = 0
    town: str = ""

    @classmethod
    def of(cls, get: Any) -> "Asked":
        skill, slot = get.get("skill", ""), get.get("slot", "")
        return cls(
            words=get.get("q", "").strip()[:100],
            skill=skill if skill in Skill.values else "",
            slot=int(slot) if slot.isascii() and slot.isdigit() and len(slot) < 8 else 0,
            town=get.get("town", "")[:20],
        )


def volunteers(among: QuerySet[Volunteer], asked: Asked) -> QuerySet[Volunteer]:
    """Those who have not left and fit; who told no times fits every time."""
    rows = among.filter(ended_at=None).prefetch_related("skills")
    if plain := keys.name_key(asked.words):
        rows = rows.filter(
            Q(person__name_key__contains=plain) | Q(person__kana_key__contains=plain)
        )
    if asked.skill:
        rows = rows.filter(skills__code=asked.skill)
    if asked.slot:
        rows = rows.annotate(then=F("times").bitand(asked.slot)).filter(
            Q(then=asked.slot) | Q(times=0)
        )
    town = Town.objects.filter(code=asked.town).first() if asked.town else None
    if town:
        south, west, north, east = box_around(town.lat, town.lng, NEAR_M)
        rows = rows.filter(town__lat__range=(south, north), town__lng__range=(west, east))
    return rows.order_by("person__kana_key", "pk")


def unrestricted(user: Any, on: date | None = None) -> QuerySet[Person]:
    """Living persons whose entry is not kept for another team."""
    mine = TeamMembership.objects.filter(user=user.pk).in_force(on or localdate()).values("team")
    return Person.objects.filter(merged_into=None, died_on=None).filter(
        Q(restricted_to=None) | Q(restricted_to__in=mine)
    )


def as_uuid(text: str) -> UUID:
    """A key from a form; nonsense finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
