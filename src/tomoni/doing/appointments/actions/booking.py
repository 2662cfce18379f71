"""Somebody makes an appointment: by themselves, by telephone through staff, or for somebody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import holding, telling
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.models import (
    Booking,
    Change,
    Hold,
    Kind,
    Room,
    Seat,
    Session,
    WaitEntry,
    Worker,
)
from tomoni.doing.appointments.queries import catchment, slots
from tomoni.doing.appointments.rules import booking as rules
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.ground.districts.models import Town
from tomoni.ground.people.contacts import Contact, checked
from tomoni.ground.people.models import Person


@dataclass(frozen=True)
class Told:
    """What somebody says when booking, besides the time."""

    contact: Contact
    whose: str = Booking.Whose.SELF
    concerned: Contact | None = None
    consent: str = ""
    about: str = ""
    by_letter: bool = False
    language: str = "ja"
    carried: Carried | None = None
    person: Person | None = None


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
    _may(kind, starts_at, mode, told, town=town, by_staff=by_staff, at=at)
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
                made = _write(
                    kind, one, starts_at, mode, told, contact, by=by, at=at, town=town,
                    channel=channel, token=token, from_hash=from_hash,
                )  # fmt: skip
                _hold(made)
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
    _may(kind, session.starts_at, mode, told, town=None, by_staff=by_staff, at=at)
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
            made = _write(
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
    made = _write(
        kind, worker, starts_at, kind.ways[0].code, told,
        Contact(name=name, phone=told.contact.phone.strip()), by=by, at=at,
        channel=Booking.Channel.WALK_IN, minutes=minutes,
    )  # fmt: skip
    try:
        _hold(made)
    except Taken:
        raise Refused(
            _("この担当者には、いま別の予約が入っています。ほかの担当者を選んでください。"),
            field="worker",
        ) from None
    made.status = Booking.Status.CAME
    made.save(update_fields=["status"])
    changed(made, Change.Act.CAME, by=by, at=at)
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


def _hold(made: Booking) -> None:
    _own, room = hold_of(
        made, worker=made.worker, starts_at=made.starts_at,
        rooms=rooms_for(made.kind) if made.mode == "desk" else None,
    )  # fmt: skip
    if room:
        made.room = room
        made.save(update_fields=["room"])


def _may(
    kind: Kind, starts_at: datetime, mode: str, told: Told, *, town: Town | None, by_staff: bool,
    at: datetime,
) -> None:  # fmt: skip
    phone = kind.desk.phone
    if kind.closed_on or kind.desk.closed_on:
        raise Refused(_("この予約は、もう受け付けていません。電話: %(phone)s") % {"phone": phone})
    if mode not in {way.code for way in kind.ways}:
        raise Refused(_("会い方を選んでください。"), field="mode")
    why = rules.why_not_time(
        starts_at=starts_at, at=at, phone=phone,
        notice_hours=0 if by_staff else kind.notice_hours,
        most_days=400 if by_staff else kind.most_days,
    )  # fmt: skip
    if why:
        raise Refused(why, field="at")
    on = timezone.localdate(starts_at)
    if town is not None and not catchment.answers_for(kind.desk, town, on=on):
        raise Refused(
            _(
                "%(town)sは、この窓口の受け持ちではありません。電話でおたずねください。電話: %(phone)s"
            )
            % {"town": town.name, "phone": phone},
            field="address",
        )
    if told.whose == Booking.Whose.OTHER and not told.consent.strip():
        raise Refused(
            _("本人がこの予約を知っていて、よいと言っているかを書いてください。"), field="consent"
        )


def refuse_flood(from_hash: str, phone: str, *, at: datetime) -> None:
    """A program that books without end is stopped; a person is given the telephone."""
    if not from_hash:
        return
    recent = Booking.objects.filter(from_hash=from_hash, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= rules.MOST_PER_HOUR:
        raise Refused(
            _(
                "短い時間にたくさんの予約が届いたので、いまは受け取れません。お電話でお知らせください。電話: %(phone)s"
            )
            % {"phone": phone}
        )


def _write(
    kind: Kind, worker: Worker, starts_at: datetime, mode: str, told: Told, contact: Contact, *,
    by: Any, at: datetime, channel: str, town: Town | None = None, token: UUID | None = None,
    from_hash: str = "", session: Session | None = None, seat: Seat | None = None,
    room: Room | None = None, minutes: int = 0,
) -> Booking:  # fmt: skip
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


def _written(made: Booking, *, by: Any, at: datetime) -> Booking:
    changed(made, Change.Act.BOOKED, by=by, at=at)
    audit.record("appointments.booked", made, by=by, at=at, note=made.channel)
    telling.booked(made, by=by, at=at)
    return made
