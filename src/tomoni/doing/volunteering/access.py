"""Who sees which needs, shifts and volunteers."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tomoni.core.access import can
from tomoni.doing.volunteering.models import (
    Attendance,
    Certificate,
    Incident,
    Need,
    Shift,
    Turn,
    Volunteer,
)
from tomoni.doing.volunteering.models.hours import AttendanceQuerySet
from tomoni.doing.volunteering.models.needs import NeedQuerySet
from tomoni.doing.volunteering.models.shifts import ShiftQuerySet, TurnQuerySet
from tomoni.doing.volunteering.models.volunteers import VolunteerQuerySet
from tomoni.ground.people.models import Organisation, TeamMembership
from tomoni.ground.people.queries import person_of


class Ability(StrEnum):
    WORK = "volunteering.work"  # Needs, shifts, volunteers, hours by telephone, courses, papers.
    COUNT = "volunteering.count"  # The figures of a year, without names.


def works(user: Any) -> bool:
    return can(user, Ability.WORK)


def volunteer_of(user: Any) -> Volunteer | None:
    """One's own entry among the volunteers."""
    person = person_of(user) if getattr(user, "is_authenticated", False) else None
    if person is None:
        return None
    return Volunteer.objects.filter(person=person).select_related("person", "town").first()


def organisations_of(user: Any, on: date) -> QuerySet[Organisation]:
    """The organisations whose helpers somebody receives: those they edit."""
    if not getattr(user, "is_authenticated", False):
        return Organisation.objects.none()
    mine = user.memberships.in_force(on).filter(part="editor")
    return Organisation.objects.filter(pk__in=mine.values("organisation"))


def _open_to(user: Any, field: str) -> Q:
    """Whose entry is not restricted to a team that one is not in."""
    mine = TeamMembership.objects.filter(user=user.pk).in_force(localdate()).values("team")
    return Q(**{f"{field}__restricted_to": None}) | Q(**{f"{field}__restricted_to__in": mine})


def kept_needs(user: Any, on: date) -> NeedQuerySet:
    """What somebody may plan for: all for staff of this room, else that of one's organisations."""
    rows = Need.objects.select_related("baton", "person", "organisation", "town", "scheme")
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if works(user):
        return rows.filter(Q(person=None) | _open_to(user, "person"))
    return rows.filter(organisation__in=organisations_of(user, on))


def kept_shifts(user: Any, on: date) -> ShiftQuerySet:
    """The shifts whose helpers somebody receives or looks after."""
    rows = Shift.objects.select_related("need__baton", "need__person", "need__organisation")
    return rows.filter(need__in=kept_needs(user, on).values("pk"))


def public_shifts() -> ShiftQuerySet:
    """What stands on the board."""
    rows = Shift.objects.select_related("need__organisation", "need__town", "need__baton")
    return rows.filter(need__in=Need.objects.on_the_board().values("pk"))


def staff_volunteers(user: Any) -> VolunteerQuerySet:
    """Volunteers whose entry this official may open."""
    rows = Volunteer.objects.select_related("person", "town")
    return rows.filter(_open_to(user, "person")) if works(user) else rows.none()


def own_turns(user: Any) -> TurnQuerySet:
    mine = volunteer_of(user)
    rows = Turn.objects.select_related("shift__need__town", "shift__need__organisation", "post")
    return rows.filter(volunteer=mine) if mine else rows.none()


def kept_hours(user: Any, on: date) -> AttendanceQuerySet:
    """Hours that somebody may say yes or no to: never their own."""
    rows = Attendance.objects.select_related("volunteer__person", "need__organisation", "shift")
    rows = rows.filter(need__in=kept_needs(user, on).values("pk"))
    person = person_of(user) if getattr(user, "is_authenticated", False) else None
    return rows.exclude(giver=person) if person else rows


def staff_incidents(user: Any) -> QuerySet[Incident]:
    rows = Incident.objects.select_related("baton", "shift__need", "volunteer__person")
    return rows if works(user) else rows.none()


def certificates_of(user: Any) -> QuerySet[Certificate]:
    """One's own, and for staff those of volunteers they may open."""
    rows = Certificate.objects.select_related("volunteer__person")
    if works(user):
        return rows.filter(volunteer__in=staff_volunteers(user).values("pk"))
    mine = volunteer_of(user)
    return rows.filter(volunteer=mine) if mine else rows.none()
