"""Who may see and move which bookings: one's own, one's teams', and those one has made."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from tomoni.core.access import can
from tomoni.doing.appointments.models import Booking, Desk, TalkRequest, WaitEntry, Worker, Worklist
from tomoni.doing.appointments.models.bookings import BookingQuerySet
from tomoni.ground.people.queries.teams import teams_of


class Ability(StrEnum):
    WORK = "appointments.work"  # My day, my team's week, booking for somebody.
    KEEP = "appointments.keep"  # Desks, kinds, hours and areas.


def desks_of(user: Any, on: date) -> Any:
    """The desks of one's teams, and those at which one takes appointments."""
    if not can(user, Ability.WORK):
        return Desk.objects.none()
    own = Worker.objects.filter(user=user).in_force(on).values("desk")
    return Desk.objects.filter(Q(team__in=teams_of(user, on).values("pk")) | Q(pk__in=own))


def visible_to(user: Any, on: date) -> BookingQuerySet:
    """A commissioner or guide sees those who come to them; a team sees all of its desks'."""
    if not can(user, Ability.WORK):
        return Booking.objects.none()
    teams = teams_of(user, on).values("pk")
    return Booking.objects.filter(Q(desk__team__in=teams) | Q(worker__user=user) | Q(made_by=user))


def kept_by(user: Any, on: date) -> Any:
    """The desks whose rules this user sets: those of their teams."""
    if not can(user, Ability.KEEP):
        return Desk.objects.none()
    return Desk.objects.filter(team__in=teams_of(user, on).values("pk"))


def worklists_of(user: Any, on: date) -> Any:
    if not can(user, Ability.WORK):
        return Worklist.objects.none()
    return Worklist.objects.filter(team__in=teams_of(user, on).values("pk"))


def talks_of(user: Any, on: date) -> Any:
    if not can(user, Ability.WORK):
        return TalkRequest.objects.none()
    return TalkRequest.objects.filter(theme__kind__desk__team__in=teams_of(user, on).values("pk"))


def waiting_of(user: Any, on: date) -> Any:
    if not can(user, Ability.WORK):
        return WaitEntry.objects.none()
    return WaitEntry.objects.filter(kind__desk__team__in=teams_of(user, on).values("pk"))
