"""Who may see what is not on the board: staff with the ability, and whoever holds a receipt."""

from enum import StrEnum
from typing import Any

from tomoni.core.access import can
from tomoni.ties.gathering_places.models import BoardQuerySet, Venue, Wish


class Ability(StrEnum):
    WORK = "gathering_places.work"  # Wishes, offers and matches, with what only staff may read.


def wishes_of(user: Any) -> BoardQuerySet:
    return Wish.objects.all() if can(user, Ability.WORK) else Wish.objects.none()


def venues_of(user: Any) -> BoardQuerySet:
    return Venue.objects.all() if can(user, Ability.WORK) else Venue.objects.none()
