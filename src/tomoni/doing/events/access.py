"""Who may plan which events, and who reads who comes."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from tomoni.core.access import can
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.models.occurrences import OccurrenceQuerySet
from tomoni.doing.events.models.series import SeriesQuerySet
from tomoni.ground.people.models import Organisation


class Ability(StrEnum):
    PLAN = "events.plan"  # Plan and change the events of every organisation, and see who comes.
    SIGN_UP_FOR = "events.sign_up_for"  # Sign somebody up who telephoned or wrote.
    IMPORT = "events.import"  # Take in calendars and tables.


def kept_by(user: Any, on: date) -> SeriesQuerySet:
    """The series somebody plans: all of them for the clerk, else those of one's organisations."""
    if not getattr(user, "is_authenticated", False):
        return Series.objects.none()
    if can(user, Ability.PLAN):
        return Series.objects.all()
    return Series.objects.of_editor(user, on)


def visible_to(user: Any, on: date) -> SeriesQuerySet:
    """What somebody may open: the public ones and those they keep."""
    public = Series.objects.public()
    if not getattr(user, "is_authenticated", False):
        return public
    if can(user, Ability.PLAN):
        return Series.objects.all()
    kept = kept_by(user, on).values("pk")
    return Series.objects.filter(Q(pk__in=public.values("pk")) | Q(pk__in=kept))


def visible_occurrences(user: Any, on: date) -> OccurrenceQuerySet:
    """The dates of what somebody may open."""
    return Occurrence.objects.filter(series__in=visible_to(user, on).values("pk"))


def rosters_of(user: Any, on: date) -> OccurrenceQuerySet:
    """The dates whose sign-ups somebody sees: the organiser's, and the clerk's for the telephone."""
    if can(user, Ability.SIGN_UP_FOR):
        return Occurrence.objects.all()
    return Occurrence.objects.filter(series__in=kept_by(user, on).values("pk"))


def may_plan_for(user: Any, organisation: Organisation | None, on: date) -> bool:
    """Whether somebody plans events of this organisation; without one only the clerk does."""
    if can(user, Ability.PLAN):
        return True
    if organisation is None or not getattr(user, "is_authenticated", False):
        return False
    mine = user.memberships.in_force(on).filter(part="editor", organisation=organisation)
    return bool(mine.exists())
