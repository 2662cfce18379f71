"""Whether somebody at the counter is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tomoni.ground.people.actions.persons import set_keys
from tomoni.ground.people.models import Person
from tomoni.ground.people.queries import duplicates

MOST = 5


@dataclass(frozen=True)
class Found:
    person: Person
    reasons: tuple[str, ...]


def like(among: QuerySet[Person], details: Mapping[str, Any]) -> list[Found]:
    """Entries that are likely this person, the likeliest first; nothing is written."""
    asked = Person(**details)
    set_keys(asked)
    rows = among.select_related("town")
    return [Found(one.other, one.likeness.reasons) for one in duplicates.like(asked, rows)[:MOST]]
