"""Everybody who is concerned by a booking is told: who made it, for whom it is, and who meets them.

A notice names the kind of appointment, the day and the number; what was told is not in it.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tomoni.core import link_keys
from tomoni.doing.appointments.models import Booking, WaitEntry, Worker
from tomoni.doing.appointments.models.talks import TalkRequest
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.recipients import Recipient
from tomoni.ground.people.contacts import Contact


def url_of(purpose: str, pk: Any) -> str:
    """The whole address of somebody's own page, with its key."""
    names = {"booking": "receipt", "wait": "wait_receipt", "talk": "talk_receipt"}
    path = reverse(
        f"appointments:{names[purpose]}",
        kwargs={"key": link_keys.key_of(f"appointments.{purpose}", pk)},
    )
    return f"{settings.SITE_URL}{path}"


def booked(booking: Booking, *, by: Any, at: datetime) -> None:
    """The receipt, to who made it and to the person it is for; a word to who meets them."""
    if booking.channel == Booking.Channel.WALK_IN:
        return
    _residents("appointments.booked", booking, "booked", by=by, at=at)
    _worker(booking, booking.worker, "booked", by=by, at=at)


def moved(booking: Booking, before: datetime, *, by: Any, at: datetime) -> None:
    """Another time, or another person to meet."""
    key = f"moved:{booking.sequence}"
    _residents("appointments.moved", booking, key, by=by, at=at, was=before)
    _worker(booking, booking.worker, key, by=by, at=at)


def handed(booking: Booking, former: Worker, *, by: Any, at: datetime) -> None:
    """Who met them before need not come any more."""
    _worker(booking, former, f"gave:{booking.sequence}", by=by, at=at, act="gave")


def cancelled(booking: Booking, reason: str, *, by: Any, at: datetime) -> None:
    _residents("appointments.cancelled", booking, "cancelled", by=by, at=at, reason=reason)
    _worker(booking, booking.worker, "cancelled", by=by, at=at)


def choose(booking: Booking, *, by: Any, at: datetime) -> None:
    """The person is asked to choose another time; until then this one cannot take place."""
    _residents("appointments.choose", booking, f"choose:{booking.changes.count()}", by=by, at=at)


def reminder(booking: Booking, *, at: datetime) -> None:
    key = f"remind:{booking.sequence}"
    _residents("appointments.reminder", booking, key, by=None, at=at)


def offered(wait: WaitEntry, *, at: datetime) -> None:
    """A time has become free; it is held for them until the offer ends."""
    if wait.offered_starts_at is None or wait.offer_ends_at is None:
        return
    tell(
        kind="appointments.offer",
        to=recipient(Contact.of(wait.contact), wait.by_letter, wait.language),
        key=f"wait:{wait.pk}:{wait.offers}",
        at=at,
        values={
            "kind": wait.kind,
            **_when(wait.offered_starts_at),
            "ends": _when(wait.offer_ends_at),
            "phone": wait.kind.desk.phone,
            "url": url_of("wait", wait.pk),
        },
    )


def talk_received(request: TalkRequest, *, by: Any, at: datetime) -> None:
    """The group has its number and the day of the answer, by mail or on paper."""
    tell(
        kind="appointments.talk_received",
        to=recipient(Contact.of(request.contact), request.by_letter, request.language),
        key=f"talk:{request.pk}:received",
        at=at,
        by=by,
        values={
            "theme": request.theme,
            "group": request.group,
            "number": request.baton.number,
            "day": request.baton.due_on,
            "team": request.baton.hand,
            "phone": request.theme.kind.desk.phone,
            "url": url_of("talk", request.pk),
        },
    )


def talk(request: TalkRequest, *, agreed: bool, words: str, by: Any, at: datetime) -> None:
    """The group hears when somebody comes, or why nobody can."""
    values: dict[str, Any] = {
        "theme": request.theme,
        "number": request.baton.number,
        "agreed": agreed,
        "words": words,
        "phone": request.theme.kind.desk.phone,
        "url": url_of("talk", request.pk),
    }
    if request.booking:
        values |= _when(request.booking.starts_at)
    tell(
        kind="appointments.talk",
        to=recipient(Contact.of(request.contact), request.by_letter, request.language),
        key=f"talk:{request.pk}:{'yes' if agreed else 'no'}",
        at=at,
        by=by,
        values=values,
    )


def recipient(
    contact: Contact, by_letter: bool, language: str, booking: Booking | None = None
) -> Recipient:
    """Who asked for a letter gets one, and nothing else."""
    if by_letter:
        return Recipient(
            name=contact.name, postcode=contact.postcode, address=contact.address,
            language=language,
        )  # fmt: skip
    own = booking and booking.whose == Booking.Whose.SELF and booking.channel == "screen"
    return Recipient(
        user=booking.made_by if own and booking else None,
        name=contact.name, email=contact.email, phone=contact.phone,
        postcode=contact.postcode, address=contact.address, language=language,
    )  # fmt: skip


def _residents(
    kind: str, booking: Booking, key: str, *, by: Any, at: datetime, **more: Any
) -> None:
    values = _values(booking)
    for name, value in more.items():
        values |= {f"{name}_{k}": v for k, v in _when(value).items()} if isinstance(
            value, datetime
        ) else {name: value}  # fmt: skip
    contact = Contact.of(booking.contact)
    people = [recipient(contact, booking.by_letter, booking.language, booking)]
    other = Contact.of(booking.concerned)
    if other.phone or other.email or other.address:
        people.append(recipient(other, not (other.phone or other.email), booking.language))
    for one in people:
        if one.account or one.mail or one.telephone or one.postal[1]:
            tell(kind=kind, to=one, key=f"{booking.pk}:{key}", values=values, by=by, at=at)


def _worker(
    booking: Booking, worker: Worker, key: str, *, by: Any, at: datetime, act: str = ""
) -> None:
    """Whoever did it themselves is not told of it."""
    if by is not None and by == worker.user:
        return
    tell(
        kind="appointments.staff",
        to=Recipient.of(worker.user),
        key=f"{booking.pk}:{key}:{worker.pk}",
        values={
            "act": act or key.partition(":")[0],
            "number": booking.number,
            "kind": booking.kind,
            **_when(booking.starts_at),
            "url": settings.SITE_URL + reverse("appointments:booking", kwargs={"pk": booking.pk}),
        },
        by=by,
        at=at,
    )


def _values(booking: Booking) -> dict[str, Any]:
    return {
        "number": booking.number,
        "kind": booking.kind,
        "desk": booking.desk,
        "mode": CODES[booking.mode].label,
        "is_at_desk": booking.mode == "desk",
        "where": booking.desk,
        "video_url": booking.worker.video_url if booking.mode == "video" else "",
        **_when(booking.starts_at),
        "phone": booking.desk.phone,
        "url": url_of("booking", booking.pk),
    }


def _when(at: datetime) -> dict[str, Any]:
    local = timezone.localtime(at)
    return {"day": local.date(), "minute": local.hour * 60 + local.minute}
