"""What an absence leaves to do, and what could be done with each booking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tomoni.doing.appointments.models import Booking, Kind, Worker, Worklist
from tomoni.doing.appointments.models.bookings import BookingQuerySet
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.queries.slots import Free, Time

AHEAD = 21  # Days in which another time is looked for.


@dataclass(frozen=True)
class Row:
    """One booking of the list with the two ways to go on."""

    booking: Booking
    colleague: Worker | None
    time: Time | None


def left(worklist: Worklist) -> BookingQuerySet:
    """Those that would still fall into the absence."""
    absence = worklist.absence
    return (
        Booking.objects.live()
        .filter(
            worklists=worklist, worker__user=absence.user_id, starts_at__lt=absence.ends_at,
            ends_at__gt=absence.starts_at,
        )
        .order_by("starts_at", "pk")
    )  # fmt: skip


def rows(worklist: Worklist, *, at: datetime) -> list[Row]:
    """Each booking with its two ways on; one search for each kind and way to meet, not each booking."""
    found = list(
        left(worklist).select_related("kind", "desk__team", "worker__user", "town", "room")
    )
    together: dict[tuple[Kind, str], list[Booking]] = {}
    for one in found:
        one.kind.desk = one.desk
        together.setdefault((one.kind, one.mode), []).append(one)
    free: dict[Booking, Free] = {}
    for group in together.values():
        free |= dict.fromkeys(group, _around(group, at=at))
    return [Row(one, _colleague(one, free[one]), _next(one, free[one], at=at)) for one in found]


def colleague(booking: Booking, *, at: datetime) -> Worker | None:
    """Somebody of the desk who is free at the same time; whoever has least to do."""
    return _colleague(booking, _around([booking], at=at, ahead=0))


def next_time(booking: Booking, *, at: datetime) -> Time | None:
    """The next free time of the same worker."""
    return _next(booking, _around([booking], at=at, only=[booking.worker_id]), at=at)


def _around(
    bookings: list[Booking], *, at: datetime, ahead: int = AHEAD, only: list[Any] | None = None
) -> Free:
    """What is free from the first of these bookings until some days after the last."""
    days = [timezone.localdate(max(one.starts_at, at)) for one in bookings]
    return slots.search(
        kind=bookings[0].kind, first=min(days), last=max(days) + timedelta(days=ahead), at=at,
        mode=bookings[0].mode, only=only, by_staff=True,
    )  # fmt: skip


def _colleague(booking: Booking, free: Free) -> Worker | None:
    return next((one for one in free.at(booking.starts_at) if one.pk != booking.worker_id), None)


def _next(booking: Booking, free: Free, *, at: datetime) -> Time | None:
    """The person must still be told in time, so the kind's notice and reach hold here."""
    kind = booking.kind
    notice, reach = timedelta(hours=kind.notice_hours), timedelta(days=kind.most_days + 1)
    weeks = max(booking.starts_at, at) + timedelta(days=AHEAD)
    return free.next_of(
        booking.worker_id, after=max(booking.starts_at, at + notice), until=min(weeks, at + reach)
    )
