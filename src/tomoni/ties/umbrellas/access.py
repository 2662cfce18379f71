"""Who counts and carries umbrellas, and who keeps the stands."""

from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tomoni.ground.people.models import Person, TeamMembership
from tomoni.ties.umbrellas.models import Helper, Station


class Ability(StrEnum):
    WORK = "umbrellas.work"  # Count, note returns by telephone, carry, mend.
    KEEP = "umbrellas.keep"  # Stands, their keys and papers, numbers, the weather, calls.
    CALLERS = "umbrellas.callers"  # Who is called, among them people without an account.


def stations_of(user: Any) -> QuerySet[Station]:
    """The open stands of the shops and hotels this person belongs to today."""
    mine = user.memberships.in_force(localdate()).values("organisation")
    return Station.objects.open().filter(organisation__in=mine)


def persons(user: Any) -> QuerySet[Person]:
    """Living persons whom staff may enter: their entry is not kept for another team."""
    mine = TeamMembership.objects.filter(user=user.pk).in_force(localdate()).values("team")
    return Person.objects.filter(merged_into=None, died_on=None).filter(
        Q(restricted_to=None) | Q(restricted_to__in=mine)
    )


def entered(user: Any) -> QuerySet[Helper]:
    """Who was entered by staff and is called by letter, mail or telephone."""
    rows = Helper.objects.filter(person__in=persons(user)).select_related("person")
    return rows.order_by("person__kana_key", "pk")
