"""Somebody makes an appointment: by themselves, by telephone through staff, or for somebody else."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import holding, telling, writing
from tomoni.doing.appointments.actions.admitting import may, refuse_flood
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.models import (
    Booking,
    Change,
    Kind,
    Seat,
    Session,
    WaitEntry,
    Worker,
)
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.rules import booking as rules
from tomoni.ground.districts.models import Town
from tomoni.ground.people.contacts import Contact, checked


@transaction.atomic
def book(
    *,
    kind: Kind,
    starts_at: datetime,
    mode: str,
    told: Told,
    by: Any,
    at: datetime,
    worker: Worker | None = None,
    town: Town | None = None,
    channel: str = Booking.Channel.SCREEN,
    token: UUID | None = None,
    from_hash: str = "",
    released: WaitEntry | None = None,
) -> Booking:
    """Book a time with whoever has least to do that day, or with one worker.

    Args:
        told: Who, for whom, how they are reached.
        worker: Only this one; None is anybody of the desk who is free.
        channel: Staff's ways (telephone, counter, paper) need no notice; the screen does.
        token: Made by the form; the same booking with it twice is one booking.
        from_hash: A mark of the sender's address that is good for one day.
        released: The waiting entry whose own hold is given up for this booking.
    """
    if token and (known := Booking.objects.filter(token=token).first()):
        if (known.kind_id, known.starts_at) == (kind.pk, starts_at):
            return cast(Booking, known)
        token = None  # Another time, chosen after going back, is another booking.
    desk = kind.desk
    by_staff = channel != Booking.Channel.SCREEN
    refuse_flood(from_hash, desk.phone, at=at)
    may(kind, starts_at, mode, told, town=town, by_staff=by_staff, at=at)
    contact = checked(
        told.contact,
        by_letter=told.by_letter,
        needs_address=mode == "home",
    )
    if released:
        holding.release(wait=released)
    day = timezone.localdate(starts_at)
    free = slots.search(
        kind=kind, first=day, last=day, at=at, mode=mode, town=town, by_staff=by_staff,
        only=[worker.pk] if worker else None,
    )  # fmt: skip
    made = None
    for one in free.at(starts_at):
        try:
            with transaction.atomic():
                made = writing.write(
                    kind, one, starts_at, mode, told, contact, by=by, at=at, town=town,
                    channel=channel, token=token, from_hash=from_hash,
                )  # fmt: skip
                writing.take_time(made)
            break
        except (Taken, IntegrityError):
            made = None
    if made is None:
        # The same form was sent twice at one moment, and the other one has just gone through.
        if token and (known := Booking.objects.filter(token=token).first()):
            return cast(Booking, known)
        if not len(free.found) and not free.days.works[0]:
            raise Refused(rules.closed_day(desk.phone), field="at")
        raise Refused(rules.taken(desk.phone), field="at")
    return _written(made, by=by, at=at)


@transaction.atomic
def book_seat(
    *,
    session: Session,
    told: Told,
    by: Any,
    at: datetime,
    channel: str = Booking.Channel.SCREEN,
    token: UUID | None = None,
    from_hash: str = "",
    released: WaitEntry | None = None,
) -> Booking:
    """Take one seat of a session; there are only as many seat rows as seats."""
    kind = session.kind
    if token and (known := Booking.objects.filter(token=token).first()):
        return cast(Booking, known)
    refuse_flood(from_hash, kind.desk.phone, at=at)
    mode = kind.ways[0].code
    by_staff = channel != Booking.Channel.SCREEN
    may(kind, session.starts_at, mode, told, town=None, by_staff=by_staff, at=at)
    contact = checked(told.contact, by_letter=told.by_letter)
    held = lock(session)
    if held.cancelled_at:
        raise Refused(
            _("この回は中止になりました。ほかの回を選んでください。電話: %(phone)s")
            % {"phone": kind.desk.phone},
            field="at",
        )
    seat = Seat.objects.filter(session=held, booking=None, wait=released).order_by("number").first()
    if seat is None:
        raise Refused(
            _("この回は満員です。空きを待つか、ほかの回を選んでください。電話: %(phone)s")
            % {"phone": kind.desk.phone},
            field="at",
        )
    try:
        with transaction.atomic():
            made = writing.write(
                kind, session.worker, session.starts_at, mode, told, contact, by=by, at=at,
                channel=channel, token=token, from_hash=from_hash, session=held, seat=seat,
                room=session.room,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(rules.taken(kind.desk.phone), field="at") from None
    return _written(made, by=by, at=at)


@transaction.atomic
def walk_in(
    *, kind: Kind, worker: Worker, told: Told, by: Any, at: datetime, minutes: int = 0
) -> Booking:
    """Somebody came without an appointment and is with a worker now."""
    starts_at = at.replace(second=0, microsecond=0)
    name = told.contact.name.strip() or _("予約なしの方")
    made = writing.write(
        kind, worker, starts_at, kind.ways[0].code, told,
        Contact(name=name, phone=told.contact.phone.strip()), by=by, at=at,
        channel=Booking.Channel.WALK_IN, minutes=minutes,
    )  # fmt: skip
    try:
        writing.take_time(made)
    except Taken:
        raise Refused(
            _("この担当者には、いま別の予約が入っています。ほかの担当者を選んでください。"),
            field="worker",
        ) from None
    made.status = Booking.Status.CAME
    made.save(update_fields=["status"])
    writing.changed(made, Change.Act.CAME, by=by, at=at)
    audit.record("appointments.walked_in", made, by=by, at=at)
    return made


@transaction.atomic
def take_carried(*, booking: Booking, by: Any, at: datetime) -> Carried | None:
    """Hand over once what was carried from another room, for the intake slip, and empty the place."""
    held = lock(booking)
    words = held.carried
    if not words:
        return None
    held.carried = None
    held.save(update_fields=["carried"])
    audit.record("appointments.carried_on", held, by=by, at=at)
    return Carried(words["title"], tuple(words["lines"]))


def _written(made: Booking, *, by: Any, at: datetime) -> Booking:
    writing.changed(made, Change.Act.BOOKED, by=by, at=at)
    audit.record("appointments.booked", made, by=by, at=at, note=made.channel)
    telling.booked(made, by=by, at=at)
    return made
