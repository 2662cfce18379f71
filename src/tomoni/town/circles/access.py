"""Who may see which circles and meetings: membership, the secretariat's team, and time decide."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tomoni.core.access import can
from tomoni.ground.people.queries.teams import teams_of
from tomoni.town.circles.models import CaseAccess, Circle, Meeting, Member
from tomoni.town.circles.models.circles import CircleQuerySet


class Ability(StrEnum):
    KEEP = "circles.keep"  # Make circles and give them a secretariat.


def visible_to(user: Any, on: date) -> CircleQuerySet:
    """The circles somebody sees from inside: those they keep and those they belong to."""
    if not getattr(user, "is_authenticated", False):
        return Circle.objects.none()
    member = Exists(Member.objects.of_user(user, on).filter(circle=OuterRef("pk")))
    return Circle.objects.filter(member | Q(secretariat__in=teams_of(user, on)))


def kept_by(user: Any, on: date) -> CircleQuerySet:
    """The circles whose papers somebody keeps."""
    if not getattr(user, "is_authenticated", False):
        return Circle.objects.none()
    return Circle.objects.filter(secretariat__in=teams_of(user, on))


def may_keep(user: Any, circle: Circle, on: date) -> bool:
    return kept_by(user, on).filter(pk=circle.pk).exists()


def listed_for(user: Any, on: date) -> CircleQuerySet:
    """The staff list: all of them for who makes circles, for their names and secretariats only."""
    return Circle.objects.all() if can(user, Ability.KEEP) else kept_by(user, on)


def visible_meetings(user: Any, at: datetime) -> QuerySet[Meeting]:
    """Plain meetings of one's circles; of case meetings only those one keeps or is let into now."""
    if not getattr(user, "is_authenticated", False):
        return Meeting.objects.none()
    on = timezone.localdate(at)
    let_in = CaseAccess.objects.filter(
        meeting=OuterRef("pk"), user=user.pk, from_at__lte=at, until_at__gt=at
    )
    return Meeting.objects.filter(
        Q(circle__in=kept_by(user, on).values("pk"))
        | (Q(basis=Meeting.Basis.PLAIN) & Q(circle__in=visible_to(user, on).values("pk")))
        | (~Q(basis=Meeting.Basis.PLAIN) & Exists(let_in))
    )


def has_sworn(user: Any, meeting: Meeting) -> bool:
    """Whether somebody has promised secrecy for this meeting."""
    return bool(meeting.oaths.filter(user=user.pk).exists())  # type: ignore[attr-defined]
