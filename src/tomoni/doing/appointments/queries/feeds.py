"""What of a booking goes into calendars: a number and a kind, never a name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from tomoni.doing.appointments.models import Booking, Session
from tomoni.doing.appointments.rules.calendars import Entry

PAST = timedelta(days=30)


def entry(booking: Booking, *, title: str, url: str) -> Entry:
    """One booking; its UID stays, its sequence rises with every change."""
    desk = booking.desk
    return Entry(
        uid=f"{booking.pk}{uid_ending()}",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        title=title,
        where=" ".join(filter(None, [desk.name, desk.where])) if booking.mode == "desk" else "",
        text=f"{booking.number} {booking.way.label} {desk.phone}",
        url=url,
        stamp=booking.updated_at,
        is_cancelled=booking.status == Booking.Status.CANCELLED,
    )


def of_user(user: Any, *, at: datetime) -> Iterator[Entry]:
    """A worker's own appointments from a month ago on, the called-off ones marked so."""
    rows = (
        Booking.objects.filter(worker__user=user, starts_at__gt=at - PAST)
        .exclude(session__isnull=False)
        .select_related("kind", "desk")
        .order_by("starts_at", "pk")
    )
    for one in rows:
        url = settings.SITE_URL + reverse("appointments:booking", kwargs={"pk": one.pk})
        yield entry(one, title=f"{one.kind.name} {one.number}", url=url)
    groups = Session.objects.filter(worker__user=user, starts__gt=(at - PAST).timestamp() // 60)
    for session in groups.select_related("kind__desk", "room").order_by("starts", "pk"):
        yield Entry(
            uid=f"session-{session.pk}{uid_ending()}",
            sequence=1 if session.cancelled_at else 0,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            title=session.kind.name,
            where=str(session.room or session.kind.desk.name),
            text=session.kind.desk.phone,
            url=settings.SITE_URL + reverse("appointments:day"),
            stamp=session.cancelled_at or session.made_at,
            is_cancelled=bool(session.cancelled_at),
        )


def uid_ending() -> str:
    """How the names of our own entries end, so that they are known when they come back."""
    host = str(settings.SITE_URL).partition("//")[2].partition("/")[0].partition(":")[0]
    return f"@appointments.{host}"
