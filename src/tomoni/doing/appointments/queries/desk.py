"""A day and a week of appointments, as those who meet people read them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tomoni.doing.appointments import access
from tomoni.doing.appointments.models import Absence, Booking, Desk, Session, Worker
from tomoni.doing.appointments.rules.minutes import midnight


@dataclass
class Cell:
    """One worker on one day."""

    day: date
    bookings: list[Booking] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    away: list[Absence] = field(default_factory=list)


@dataclass
class Line:
    """One worker's week."""

    worker: Worker
    cells: list[Cell]

    @property
    def count(self) -> int:
        return sum(len(cell.bookings) for cell in self.cells)


def day_of(user: Any, day: date, *, mine: bool, desk: Desk | None = None) -> list[Booking]:
    """The bookings of a day in order of time, one's own or the whole team's."""
    rows = access.visible_to(user, timezone.localdate()).filter(
        starts_at__gte=_begin(day), starts_at__lt=_begin(day + timedelta(days=1))
    )
    if mine:
        rows = rows.filter(worker__user=user)
    if desk is not None:
        rows = rows.filter(desk=desk)
    return list(
        rows.exclude(status=Booking.Status.CANCELLED)
        .select_related("kind", "desk", "worker__user", "room", "town")
        .order_by("starts_at", "worker__user__name_kana", "pk")
    )


def week_of(desk: Desk, monday: date) -> list[Line]:
    """All workers of a desk over seven days, in four questions to the database."""
    days = [monday + timedelta(days=n) for n in range(7)]
    workers = list(
        Worker.objects.filter(desk=desk, from_on__lte=days[-1])
        .exclude(until_on__lt=days[0])
        .select_related("user")
        .order_by("user__name_kana", "pk")
    )
    lines = {one.pk: Line(one, [Cell(day) for day in days]) for one in workers}
    low, high = _begin(days[0]), _begin(days[-1] + timedelta(days=1))
    bookings = (
        Booking.objects.filter(worker__in=lines, starts_at__gte=low, starts_at__lt=high)
        .exclude(status=Booking.Status.CANCELLED)
        .select_related("kind")
        .order_by("starts_at", "pk")
    )
    for booking in bookings:
        lines[booking.worker_id].cells[(booking.day - monday).days].bookings.append(booking)
    zone = timezone.get_current_timezone()
    first, last = midnight(days[0], zone), midnight(days[-1], zone) + 1440
    for session in Session.objects.filter(
        worker__in=lines, starts__gte=first, starts__lt=last, cancelled_at=None
    ).select_related("kind"):
        lines[session.worker_id].cells[(session.day - monday).days].sessions.append(session)
    by_user = {line.worker.user_id: line for line in lines.values()}
    for away in Absence.objects.filter(user__in=by_user, ends__gt=first, starts__lt=last):
        for cell in by_user[away.user_id].cells:
            begin = midnight(cell.day, zone)
            if away.starts < begin + 1440 and away.ends > begin:
                cell.away.append(away)
    return list(lines.values())


def unsettled(user: Any, *, at: datetime) -> int:
    """Past bookings of which nobody has written whether they came."""
    return (
        access.visible_to(user, timezone.localdate(at))
        .live()
        .filter(starts_at__lt=_begin(timezone.localdate(at)))
        .count()
    )


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
