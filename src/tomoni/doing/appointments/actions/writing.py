"""The rows of a booking: itself, its steps, and the time and room it takes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction

from tomoni.core import link_keys
from tomoni.doing.appointments.actions import holding
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import (
    Booking,
    Change,
    Hold,
    Kind,
    Room,
    Seat,
    Session,
    Worker,
)
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.ground.districts.models import Town
from tomoni.ground.people.contacts import Contact


def write(
    kind: Kind, worker: Worker, starts_at: datetime, mode: str, told: Told, contact: Contact, *,
    by: Any, at: datetime, channel: str, town: Town | None = None, token: UUID | None = None,
    from_hash: str = "", session: Session | None = None, seat: Seat | None = None,
    room: Room | None = None, minutes: int = 0,
) -> Booking:  # fmt: skip
    """The booking itself, without its time yet; called by the actions in their transaction."""
    pk = uuid4()
    return cast(
        Booking,
        Booking.objects.create(
            pk=pk,
            number=link_keys.number("Y", at),
            digest=link_keys.digest_of(link_keys.key_of("appointments.booking", pk)),
            token=token or uuid4(),
            desk=kind.desk, kind=kind, worker=worker, room=room, session=session, seat=seat,
            mode=mode,
            starts_at=starts_at,
            ends_at=session.ends_at if session else starts_at + timedelta(minutes=minutes or kind.minutes),
            whose=told.whose,
            channel=channel,
            contact=contact.plain(),
            phone=contact.phone or None,
            concerned=told.concerned.plain() if told.concerned else None,
            consent=told.consent.strip()[:300] or None,
            has_consent=bool(told.consent.strip()),
            about=told.about.strip()[:2000] or None,
            carried=(
                {"title": told.carried.title, "lines": list(told.carried.lines)}
                if told.carried else None
            ),
            by_letter=told.by_letter,
            person=told.person,
            town=town,
            language=told.language,
            from_hash=from_hash,
            made_by=by if getattr(by, "pk", None) else None,
            created_at=at,
            updated_at=at,
        ),
    )  # fmt: skip


def changed(
    booking: Booking,
    act: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    through_link: bool = False,
) -> Change:
    """One step of a booking; called by the actions in their transaction."""
    return cast(
        Change,
        Change.objects.create(
            booking=booking, act=act, at=at, by=by if getattr(by, "pk", None) else None,
            through_link=through_link, starts_at=booking.starts_at, worker=booking.worker,
            reason=reason[:200],
        ),
    )  # fmt: skip


def hold_of(
    booking: Booking, *, worker: Worker, starts_at: datetime, rooms: Iterable[Room] | None
) -> tuple[Hold, Room | None]:
    """Take the worker, and a room where one is needed; raises Taken."""
    kind = booking.kind
    length = int((booking.ends_at - booking.starts_at).total_seconds() // 60)
    starts = minute(starts_at) - kind.before
    ends = minute(starts_at) + length + kind.after
    own = holding.take(
        holding.resource_of(user=worker.user), starts=starts, ends=ends, booking=booking
    )
    for room in rooms or ():
        try:
            with transaction.atomic():
                holding.take(
                    holding.resource_of(room=room), starts=starts, ends=ends, booking=booking
                )
            return own, room
        except Taken:
            continue
    if rooms is not None:
        raise Taken
    return own, None


def rooms_for(kind: Kind) -> list[Room] | None:
    """The rooms to try, or None where the kind needs none."""
    if not kind.needs_room:
        return None
    return list(Room.objects.filter(desk=kind.desk_id, closed_on=None).order_by("name", "pk"))


def take_time(made: Booking) -> None:
    """Take the worker, and a room where one is needed, for a new booking; raises Taken."""
    _own, room = hold_of(
        made, worker=made.worker, starts_at=made.starts_at,
        rooms=rooms_for(made.kind) if made.mode == "desk" else None,
    )  # fmt: skip
    if room:
        made.room = room
        made.save(update_fields=["room"])
