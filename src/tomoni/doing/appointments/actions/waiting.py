"""Waiting for a free time: who has waited longest and fits is offered it, and has some hours to say yes."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.actions import holding, telling
from tomoni.doing.appointments.actions.admitting import refuse_flood
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.models import Booking, Kind, Seat, Session, WaitEntry, Worker
from tomoni.doing.appointments.queries import catchment, slots
from tomoni.doing.appointments.rules import waiting as rules
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.ground.districts.models import Town
from tomoni.ground.people.contacts import Contact, checked

MOST_AT_ONCE = 50


@transaction.atomic
def wait(
    *,
    kind: Kind,
    mode: str,
    contact: Contact,
    from_on: date,
    until_on: date,
    by: Any,
    at: datetime,
    part: str = WaitEntry.Part.ANY,
    town: Town | None = None,
    session: Session | None = None,
    by_letter: bool = False,
    language: str = "ja",
    token: UUID | None = None,
    from_hash: str = "",
) -> WaitEntry:
    """Somebody would take a time between these days when one becomes free."""
    if token and (known := WaitEntry.objects.filter(token=token).first()):
        return cast(WaitEntry, known)
    refuse_flood(from_hash, kind.desk.phone, at=at)
    today = timezone.localdate(at)
    if until_on < from_on:
        raise Refused(_("「いつまで」が「いつから」より前です。"), field="until_on")
    if until_on < today:
        raise Refused(_("過ぎた日です。これからの日を書いてください。"), field="until_on")
    if why := rules.why_not_so_late(from_on, on=today, phone=kind.desk.phone):
        raise Refused(why, field="from_on")
    made = checked(contact, by_letter=by_letter, needs_address=mode == "home")
    pk = uuid4()
    entry = WaitEntry.objects.create(
        pk=pk, digest=link_keys.digest_of(link_keys.key_of("appointments.wait", pk)), token=token or uuid4(), kind=kind,
        session=session, mode=mode, town=town, from_on=max(from_on, today), until_on=until_on,
        part=part, contact=made.plain(), by_letter=by_letter, language=language,
        from_hash=from_hash, created_at=at, updated_at=at,
    )  # fmt: skip
    audit.record("appointments.waiting", entry, by=by, at=at)
    return cast(WaitEntry, entry)


def promote(
    *,
    kind: Kind,
    worker: Worker,
    starts_at: datetime,
    at: datetime,
    session: Session | None = None,
) -> WaitEntry | None:
    """Offer a time that became free to whoever has waited longest for it; in the caller's transaction."""
    local = timezone.localtime(starts_at)
    ends = rules.offer_ends(at=at, starts_at=starts_at, notice_hours=kind.notice_hours)
    if ends is None:
        return None
    rows = WaitEntry.objects.filter(kind=kind, status=WaitEntry.Status.WAITING)
    rows = rows.filter(session=session).order_by("created_at", "pk")[:MOST_AT_ONCE]
    for entry in rows:
        if not rules.fits(
            day=local.date(), minute_of_day=local.hour * 60 + local.minute,
            from_on=entry.from_on, until_on=entry.until_on, part=entry.part,
        ):  # fmt: skip
            continue
        entry = lock(entry)  # Two times that become free at one moment find two people.
        if entry.status != WaitEntry.Status.WAITING:
            continue
        if session is not None:
            return _offer_seat(entry, session, at=at, ends=ends)
        named = catchment.workers_for(kind.desk, entry.town, on=local.date())
        if named is not None and worker.pk not in named:
            continue
        if not slots.is_free(
            kind=kind, worker=worker, starts_at=starts_at, at=at, mode=entry.mode, by_staff=False
        ):
            continue
        return _offer(entry, worker, starts_at, at=at, ends=ends)
    return None


@transaction.atomic
def accept(*, entry: WaitEntry, by: Any, at: datetime) -> Booking:
    """Yes: the held time becomes a booking. Twice is once."""
    held = lock(entry)
    if held.booking_id:
        return cast(Booking, held.booking)
    if held.status != WaitEntry.Status.OFFERED or (held.offer_ends_at and held.offer_ends_at <= at):
        raise Refused(
            _("お返事の期限を過ぎたので、ほかの方にお知らせしました。電話: %(phone)s")
            % {"phone": held.kind.desk.phone}
        )
    told = Told(Contact.of(held.contact), by_letter=held.by_letter, language=held.language)
    if held.session:
        made = bookings.book_seat(
            session=held.session, told=told, by=by, at=at, channel=Booking.Channel.WAITING,
            released=held,
        )  # fmt: skip
        Seat.objects.filter(wait=held).update(wait=None)
    else:
        made = bookings.book(
            kind=held.kind, starts_at=held.offered_starts_at or at, mode=held.mode, told=told,
            worker=held.offered_worker, town=held.town, by=by, at=at,
            channel=Booking.Channel.WAITING, released=held,
        )  # fmt: skip
    held.status, held.booking, held.updated_at = WaitEntry.Status.TAKEN, made, at
    held.save(update_fields=["status", "booking", "updated_at"])
    audit.record("appointments.wait_taken", held, by=by, at=at)
    return made


@transaction.atomic
def decline(*, entry: WaitEntry, stop: bool, by: Any, at: datetime) -> WaitEntry:
    """No: the time goes to the next; the person goes on waiting unless they stop."""
    return _give_up(entry, stop=stop, by=by, at=at)


@transaction.atomic
def expire(*, entry: WaitEntry, at: datetime) -> WaitEntry:
    """No answer came in time: the next is asked, and this person goes on waiting."""
    held = lock(entry)
    if held.status != WaitEntry.Status.OFFERED or not held.offer_ends_at or held.offer_ends_at > at:
        return held
    return _give_up(held, stop=False, by=None, at=at)


@transaction.atomic
def end_old(*, entry: WaitEntry, at: datetime) -> WaitEntry:
    """Their days have passed."""
    held = lock(entry)
    if held.status == WaitEntry.Status.WAITING and held.until_on < timezone.localdate(at):
        held.status, held.updated_at = WaitEntry.Status.ENDED, at
        held.save(update_fields=["status", "updated_at"])
        audit.record("appointments.wait_ended", held, by=None, at=at)
    return held


def _give_up(entry: WaitEntry, *, stop: bool, by: Any, at: datetime) -> WaitEntry:
    held = lock(entry)
    if held.status == WaitEntry.Status.TAKEN:
        raise Refused(_("もう予約になっています。取りやめるときは、予約のページからお願いします。"))
    was, worker, starts_at = held.status, held.offered_worker, held.offered_starts_at
    holding.release(wait=held)
    Seat.objects.filter(wait=held).update(wait=None)
    held.status = WaitEntry.Status.ENDED if stop else WaitEntry.Status.WAITING
    # Who let one offer go comes after those who have not been asked yet.
    held.created_at, held.updated_at = at, at
    held.offered_worker = held.offered_starts_at = held.offer_ends_at = None
    held.save()
    audit.record("appointments.wait_passed", held, by=by, at=at)
    if was == WaitEntry.Status.OFFERED and worker and starts_at:
        promote(kind=held.kind, worker=worker, starts_at=starts_at, at=at, session=held.session)
    return held


def _offer(
    entry: WaitEntry, worker: Worker, starts_at: datetime, *, at: datetime, ends: datetime
) -> WaitEntry | None:
    kind = entry.kind
    first = minute(starts_at) - kind.before
    last = minute(starts_at) + kind.minutes + kind.after
    try:
        holding.take(holding.resource_of(user=worker.user), starts=first, ends=last, wait=entry)
    except Taken:
        return None
    return _told(entry, worker, starts_at, at=at, ends=ends)


def _offer_seat(
    entry: WaitEntry, session: Session, *, at: datetime, ends: datetime
) -> WaitEntry | None:
    """The free seat is kept for them while the offer stands."""
    held = lock(session)
    seat = Seat.objects.filter(session=held, booking=None, wait=None).order_by("number").first()
    if seat is None:
        return None
    seat.wait = entry
    seat.save(update_fields=["wait"])
    return _told(entry, session.worker, session.starts_at, at=at, ends=ends)


def _told(
    entry: WaitEntry, worker: Worker, starts_at: datetime, *, at: datetime, ends: datetime
) -> WaitEntry:
    entry.status = WaitEntry.Status.OFFERED
    entry.offered_worker, entry.offered_starts_at = worker, starts_at
    entry.offer_ends_at, entry.updated_at = ends, at
    entry.offers += 1
    entry.save()
    audit.record("appointments.wait_offered", entry, by=None, at=at)
    telling.offered(entry, at=at)
    return entry
