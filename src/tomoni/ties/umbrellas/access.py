"""Who counts and carries umbrellas, and who keeps the stands."""

from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tomoni.ties.umbrellas.models import Station


class Ability(StrEnum):
    WORK = "umbrellas.work"  # Count, note returns by telephone, carry, mend.
    KEEP = "umbrellas.keep"  # Stands, their keys and papers, numbers, the weather, calls.


def stations_of(user: Any) -> QuerySet[Station]:
    """The open stands of the shops and hotels this person belongs to today."""
    mine = user.memberships.in_force(localdate()).values("organisation")
    return Station.objects.open().filter(organisation__in=mine)
