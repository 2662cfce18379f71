"""Entries that may be one person."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tomoni.ground.people.models import Person
from tomoni.ground.people.rules.duplicates import Known, Likeness, compare

KEYS = ("name_key", "kana_key", "phone_key", "birth_on")
# A birthday or a number shared by more people than this says nothing about any two of them.
CROWD = 8


@dataclass(frozen=True)
class Pair:
    one: Person
    other: Person
    likeness: Likeness


def known(person: Person) -> Known:
    return Known(
        person.name_key, person.kana_key, person.birth_on, person.phone_key, person.address_key
    )


def like(person: Person, among: QuerySet[Person]) -> list[Pair]:
    """Other entries that are likely this person, the likeliest first."""
    near = Q(pk=None)
    for key in KEYS:
        if value := getattr(person, key):
            near |= Q(**{key: value})
    others = among.filter(near).exclude(pk=person.pk).order_by("pk")[:200]
    return _likely((person, other) for other in others)


def pairs(among: QuerySet[Person]) -> list[Pair]:
    """All likely pairs of those one may see, the likeliest first."""
    seen: dict[frozenset[UUID], tuple[Person, Person]] = {}
    for key in KEYS:
        empty = Q(**{key: None}) if key == "birth_on" else Q(**{key: ""})
        shared = (
            among.exclude(empty)
            .order_by()
            .values(key)
            .annotate(n=Count("pk"))
            .filter(n__gt=1, n__lte=CROWD)
            .values(key)
        )
        groups: dict[object, list[Person]] = defaultdict(list)
        for person in among.filter(**{f"{key}__in": shared}).order_by("created_at", "pk"):
            groups[getattr(person, key)].append(person)
        for group in groups.values():
            for one, other in combinations(group, 2):
                seen.setdefault(frozenset((one.pk, other.pk)), (one, other))
    return _likely(seen.values())


def _likely(couples: object) -> list[Pair]:
    found = [
        Pair(one, other, likeness)
        for one, other in couples  # type: ignore[attr-defined]
        if (likeness := compare(known(one), known(other))).is_likely
    ]
    return sorted(found, key=lambda pair: (-pair.likeness.score, str(pair.one.pk)))
