"""What the pages of circles show."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q
from django.utils import timezone

from tomoni.ground.notices.models import Mailing, Notice
from tomoni.town.circles import access
from tomoni.town.circles.models import Circle, Decision, Meeting, Member
from tomoni.town.circles.models.circles import CircleQuerySet

NEWEST_DECISIONS = 10


def public_circles(on: date) -> CircleQuerySet:
    return Circle.objects.public(on).order_by("name_kana", "name", "pk")


@dataclass
class Inside:
    """A circle as its members and its secretariat see it."""

    circle: Circle
    keeps: bool
    members: list[Member]
    coming: list[Meeting]
    past: list[Meeting]
    decisions: list[Decision] = field(default_factory=list)


def named_members(circle: Circle, on: date) -> list[Member]:
    """Those who agreed to stand on the public page, chair first."""
    rows = Member.objects.in_force(on).filter(circle=circle, may_be_named=True)
    found = list(rows.select_related("organisation", "user").order_by("from_on", "pk"))
    order = list(Member.Part.values)
    return sorted(found, key=lambda member: order.index(member.part))


def next_public_meeting(circle: Circle, at: datetime) -> Meeting | None:
    found: Meeting | None = (
        Meeting.objects.filter(
            circle=circle, is_public=True, status=Meeting.Status.PLANNED, starts_at__gte=at
        )
        .order_by("starts_at", "pk")
        .first()
    )
    return found


def public_decisions(circle: Circle) -> list[Decision]:
    """What was decided, newest first, in plain words and with what became of it."""
    rows = Decision.objects.filter(meeting__circle=circle, is_public=True)
    return list(
        rows.select_related("meeting", "baton").order_by("-decided_at", "-number", "pk")[
            :NEWEST_DECISIONS
        ]
    )


def inside(circle: Circle, user: Any, at: datetime) -> Inside:
    on = timezone.localdate(at)
    keeps = access.may_keep(user, circle, on)
    meetings = list(
        access.visible_meetings(user, at)
        .filter(circle=circle)
        .annotate(decided=Count("decisions"))
        .order_by("-starts_at", "pk")
    )
    coming = [m for m in meetings if m.starts_at >= at and m.status == Meeting.Status.PLANNED]
    members = Member.objects.in_force(on).filter(circle=circle)
    decisions = Decision.objects.filter(
        meeting__in=[m.pk for m in meetings], baton__status="open"
    ).select_related("meeting", "baton__team")
    return Inside(
        circle=circle,
        keeps=keeps,
        members=list(members.select_related("organisation", "user").order_by("from_on", "pk")),
        coming=coming[::-1],
        past=[m for m in meetings if m not in coming],
        decisions=list(decisions.order_by("baton__due_on", "pk")),
    )


def meeting_for_page(user: Any, at: datetime) -> Any:
    """The meetings somebody may open, with everything one page shows."""
    return (
        access.visible_meetings(user, at)
        .select_related("circle__secretariat")
        .prefetch_related(
            "agenda",
            Prefetch(
                "decisions", Decision.objects.select_related("baton__team").order_by("number", "pk")
            ),
        )
    )


def noticed_at(meeting: Meeting) -> datetime | None:
    """When the members were last sent the notice of this meeting."""
    among = Mailing.objects.filter(kind="circles.meeting", key__startswith=f"meeting:{meeting.pk}:")
    return among.aggregate(last=Max("at"))["last"]


def not_reached(kind: str, key: str) -> list[str]:
    """The members for whom there was no way at all: neither mail nor paper nor an own page."""
    among = Notice.objects.filter(kind=kind, key__startswith=key, user=None, deliveries=None)
    return list(among.order_by("name").values_list("name", flat=True).distinct())


def circles_of(user: Any, on: date) -> CircleQuerySet:
    """One's own circles with how many meetings are to come."""
    coming = Count("meetings", filter=Q(meetings__status="planned"))
    return access.visible_to(user, on).annotate(coming=coming).order_by("name_kana", "name", "pk")
