"""What this room holds about people, for how long it stays, and how it shows it to them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tomoni.core import retention
from tomoni.doing.appointments.actions import forgetting
from tomoni.doing.appointments.models import Booking, WaitEntry
from tomoni.ground.people import holdings
from tomoni.ground.people.holdings import Row

OWN = (Booking.Channel.SCREEN, Booking.Channel.WAITING, Booking.Channel.REQUEST)


def mine(user: Any, entries: list[Any]) -> Iterator[Row]:
    """Each booking with what was told for it. What a clerk booked for others is not theirs."""
    about = Q(person__in=entries) | Q(made_by=user, channel__in=OWN)
    rows = Booking.objects.filter(about).select_related("kind__desk")
    for one in rows.order_by("starts_at", "id"):
        begins = localtime(one.starts_at)
        said = (
            f"{localdate(one.starts_at)} {begins:%H:%M} {one.kind} {one.number}"
            f"（{one.get_status_display()}）"
        )
        yield str(_("予約")), said
        for label, value in (
            (_("予約の連絡先"), _told(one.contact)),
            (_("予約した本人"), _told(one.concerned)),
            (_("話したいこと"), one.about or ""),
        ):
            if value:
                yield str(label), f"{one.number} {value}"


def _told(values: Any) -> str:
    return " ".join(str(value) for value in (values or {}).values() if value)


def not_emptied() -> QuerySet[Booking]:
    return Booking.objects.exclude(digest__startswith=forgetting.GONE)


def retain() -> None:
    """Called once at start."""
    holdings.register(
        "appointments", gettext_lazy("予約"), mine, order=31, scopes=("read", "book"),
        shows=("appointments.Booking.person", "appointments.Booking.made_by"),
    )  # fmt: skip
    retention.register(
        retention.Held(
            code="appointments.bookings",
            name=gettext_lazy("予約（だれが、何の用で）"),
            rows=not_emptied,
            begins=F("ends_at"),
            destroy=forgetting.bookings,
            way=retention.Way.EMPTIED,
            about={"people.Person": ("person",), "people.User": ("made_by", "person__user")},
            shows=("kind", "status"),
            suggested=retention.Term(years=1, clock=retention.Clock.FISCAL_YEAR),
        )
    )
    retention.register(
        retention.Held(
            code="appointments.waiting",
            name=gettext_lazy("予約につながらなかった空き待ち"),
            rows=lambda: WaitEntry.objects.filter(status=WaitEntry.Status.ENDED),
            begins=F("updated_at"),
            destroy=forgetting.waiting,
            shows=("kind",),
            suggested=retention.Term(months=3),
        )
    )
