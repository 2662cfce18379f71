"""Shifts that may fail: nobody, too few, or people who have not said that they surely come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from tomoni.doing.volunteering.models import Shift
from tomoni.doing.volunteering.models.shifts import ShiftQuerySet


@dataclass(frozen=True)
class Risk:
    """One shift and what it lacks.

    Args:
        lacking: Empty seats.
        unsure: Who comes but has not answered the reminder.
        is_alone: Fewer come than the need must have; then nobody should go.
    """

    shift: Shift
    seats: int
    taken: int
    lacking: int
    unsure: int
    is_alone: bool


def at_risk(
    *, at: datetime, within: timedelta = timedelta(days=14), among: ShiftQuerySet | None = None
) -> list[Risk]:
    """Planned shifts that begin within this time and lack something, the soonest first."""
    planned = (Shift.objects.all() if among is None else among).planned()
    rows = (
        planned.filter(starts_at__gt=at, starts_at__lte=at + within, need__baton__status="open")
        .select_related("need__baton__team", "need__organisation", "need__town")
        .annotate(
            unsure=Count("turns", filter=Q(turns__status="coming", turns__sure_at=None)),
        )
        .order_by("starts_at", "pk")
    )
    sums = {
        pk: (seats, taken)
        for pk, seats, taken in Shift.objects.filter(pk__in=rows.values("pk")).order_by()
        .annotate(seats=Coalesce(Sum("posts__seats"), 0), taken=Coalesce(Sum("posts__taken"), 0))
        .values_list("pk", "seats", "taken")
    }  # fmt: skip
    found = []
    for shift in rows:
        seats, taken = sums.get(shift.pk, (0, 0))
        one = Risk(shift, seats, taken, seats - taken, shift.unsure, taken < shift.need.least)
        if one.lacking or (one.unsure and shift.starts_at - at < timedelta(hours=30)):
            found.append(one)
    return found
