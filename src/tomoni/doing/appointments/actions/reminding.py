"""The day before, everybody is reminded, by post earlier; once for each time, however often the timetable runs."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from tomoni.core import audit
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import telling, waiting
from tomoni.doing.appointments.models import Booking, WaitEntry
from tomoni.doing.appointments.rules import reminding as rules
from tomoni.ground.notices.models import Preference

FARTHEST = timedelta(days=14)


def remind_due(*, at: datetime) -> int:
    """Remind of every appointment whose hour for it has come. Returns how many were reminded."""
    rows = (
        Booking.objects.live()
        .filter(starts_at__gt=at, starts_at__lt=at + FARTHEST, kind__remind_hours__gt=0)
        .filter(Q(reminded_at=None))
        .annotate(hours=F("kind__remind_hours"))
        .order_by("starts_at", "pk")
        .values_list("pk", "starts_at", "hours", "created_at", "by_letter", "made_by", "whose")
    )
    # Whoever chose letters on their own page gets this one by post too.
    posted = set(
        Preference.objects.filter(channels__0="letter").values_list("recipient", flat=True)
    )
    told = 0
    for pk, starts_at, hours, created_at, by_letter, made_by, whose in rows:
        own = whose == Booking.Whose.SELF and f"user:{made_by}" in posted
        due = rules.remind_at(starts_at=starts_at, hours=hours, by_letter=by_letter or own)
        # Who has booked within that time knows it well enough.
        if due <= at and created_at < due:
            told += _remind(pk, at=at)
    return told


@transaction.atomic
def _remind(pk: Any, *, at: datetime) -> int:
    held = lock(Booking.objects.get(pk=pk))
    if held.reminded_at or not held.is_live:
        return 0
    held.reminded_at = at
    held.save(update_fields=["reminded_at"])
    audit.record("appointments.reminded", held, by=None, at=at)
    telling.reminder(held, at=at)
    return 1


def look_after_waiting(*, at: datetime) -> None:
    """Offers that ended go to the next; who waited for days that are over is let go."""
    offered = WaitEntry.objects.filter(status="offered", offer_ends_at__lte=at)
    for entry in offered.order_by("offer_ends_at", "pk"):
        waiting.expire(entry=entry, at=at)
    over = WaitEntry.objects.filter(status="waiting", until_on__lt=timezone.localdate(at))
    for entry in over.order_by("pk"):
        waiting.end_old(entry=entry, at=at)
