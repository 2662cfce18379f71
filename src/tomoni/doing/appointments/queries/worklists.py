"""What an absence leaves to do, and what could be done with each booking."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tomoni.doing.appointments.models import Booking, Worker, Worklist
from tomoni.doing.appointments.models.bookings import BookingQuerySet
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.queries.slots import Time

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
    found = left(worklist).select_related("kind", "desk__team", "worker__user", "town", "room")
    return [Row(one, colleague(one, at=at), next_time(one, at=at)) for one in found]


def colleague(booking: Booking, *, at: datetime) -> Worker | None:
    """Somebody of the desk who is free at the same time; whoever has least to do."""
    day = timezone.localdate(booking.starts_at)
    free = slots.search(
        kind=booking.kind, first=day, last=day, at=at, mode=booking.mode, by_staff=True
    )
    for time in free.times():
        if time.starts_at == booking.starts_at:
            return next((one for one in time.workers if one.pk != booking.worker_id), None)
    return None


def next_time(booking: Booking, *, at: datetime) -> Time | None:
    """The next free time of the same worker."""
    first = timezone.localdate(max(booking.starts_at, at))
    free = slots.search(
        kind=booking.kind, first=first, last=first + timedelta(days=AHEAD), at=at,
        mode=booking.mode, only=[booking.worker_id], by_staff=False,
    )  # fmt: skip
    later = [one for one in free.times() if one.starts_at > booking.starts_at]
    return later[0] if later else None
