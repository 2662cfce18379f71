"""What one sees of oneself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from tomoni.doing.volunteering.models import Attendance, Turn, Volunteer
from tomoni.doing.volunteering.rules.hours import in_words

# A home's address is shown to who goes there, shortly before and while it lasts.
PLACE_BEFORE = timedelta(hours=36)
RECENT = timedelta(days=60)


@dataclass(frozen=True)
class Coming:
    """One turn to come, with the exact place when it is time."""

    turn: Turn
    place: str
    words: str
    may_answer: bool


def coming(me: Volunteer, at: datetime) -> list[Coming]:
    """Turns that are not over, the soonest first; cancelled shifts stay until their time is over."""
    rows = Turn.objects.filter(volunteer=me, shift__ends_at__gt=at).alive()
    found = []
    for turn in rows.select_related("shift__need__town", "post").order_by("shift__starts_at", "pk"):
        shift = turn.shift
        opens = turn.status == Turn.Status.COMING and shift.starts_at - at <= PLACE_BEFORE
        told = (shift.need.words or {}) if opens and not shift.cancelled_at else {}
        found.append(
            Coming(
                turn,
                told.get("place", ""),
                told.get("words", ""),
                may_answer=turn.status == Turn.Status.COMING
                and turn.sure_at is None
                and shift.starts_at - at <= PLACE_BEFORE,
            )
        )
    return found


def year(me: Volunteer, first: date, last: date) -> dict[str, Any]:
    """How often and how long in a fiscal year, and the points that came of it."""
    rows = me.attendances.approved().filter(on__range=(first, last))
    sums = rows.aggregate(times=Count("pk"), minutes=Sum("minutes"), points=Sum("earning__points"))
    return {**sums, "time": in_words(sums["minutes"] or 0), "first": first}


def told(me: Volunteer | None) -> dict[str, Any]:
    """What stands in the form."""
    if me is None:
        return {}
    names = (
        "town", "reach_m", "wish", "times", "most_a_week", "has_vehicle", "is_paused",
        "insured_until", "guardian_name", "guardian_on", "note",
    )  # fmt: skip
    return {
        **{name: getattr(me, name) for name in names},
        "skills": [row.code for row in me.skills.all()],
    }


def may_report(me: Volunteer) -> Q:
    """The needs somebody may tell hours for: those on the board, and where they had a turn."""
    return Q(shown_at__isnull=False) | Q(pk__in=me.turns.values("shift__need"))


def hours_of(me: Volunteer | None) -> QuerySet[Attendance]:
    if me is None:
        return Attendance.objects.none()
    return Attendance.objects.filter(volunteer=me).select_related("need")
