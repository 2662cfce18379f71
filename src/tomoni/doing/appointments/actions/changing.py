"""A booking gets another time or another worker, is called off, or takes place."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments import freed
from tomoni.doing.appointments.actions import holding, telling
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.actions.writing import changed, hold_of, rooms_for
from tomoni.doing.appointments.models import Booking, Change, Worker
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.rules import booking as rules


@transaction.atomic
def move(
    *,
    booking: Booking,
    starts_at: datetime,
    by: Any,
    at: datetime,
    worker: Worker | None = None,
    reason: str = "",
    through_link: bool = False,
) -> Booking:
    """Another time with the same worker, else with anybody who is free then.

    Args:
        worker: Only this one; None tries the worker it was with first.
        through_link: The resident does it, so the notice hours hold.
    """
    held = lock(booking)
    _may_change(held, at=at, through_link=through_link)
    if held.session_id:
        raise Refused(
            _("集まって行う回は日時を変えられません。取りやめて、ほかの回を予約してください。")
        )
    kind, before, former = held.kind, held.starts_at, held.worker
    by_staff = not through_link
    if through_link and (
        why := rules.why_not_time(
            starts_at=starts_at, at=at, notice_hours=kind.notice_hours,
            most_days=kind.most_days, phone=held.desk.phone,
        )
    ):  # fmt: skip
        raise Refused(why, field="at")
    if starts_at <= at:
        raise Refused(
            rules.why_not_time(
                starts_at=starts_at, at=at, notice_hours=0, most_days=400, phone=held.desk.phone
            ) or "",
            field="at",
        )  # fmt: skip
    holding.release(booking=held)
    for one in _order(held, starts_at, worker, at=at, by_staff=by_staff):
        try:
            with transaction.atomic():
                _own, room = hold_of(
                    held, worker=one, starts_at=starts_at,
                    rooms=rooms_for(kind) if held.mode == "desk" else None,
                )  # fmt: skip
            break
        except Taken:
            continue
    else:
        raise Refused(rules.taken(held.desk.phone), field="at")
    length = held.ends_at - held.starts_at
    held.worker, held.room = one, room
    held.starts_at, held.ends_at = starts_at, starts_at + length
    is_same_time = starts_at == before
    held.status = held.status if is_same_time else Booking.Status.MOVED
    held.sequence += 1
    held.wants_new_time, held.reminded_at, held.updated_at = False, None, at
    held.save(
        update_fields=[
            "worker", "room", "starts_at", "ends_at", "status", "sequence", "wants_new_time",
            "reminded_at", "updated_at",
        ]
    )  # fmt: skip
    act = Change.Act.HANDED if is_same_time else Change.Act.MOVED
    changed(held, act, by=by, at=at, reason=reason, through_link=through_link)
    audit.record(
        f"appointments.{act.value}", held, by=by, at=at,
        changes={"starts_at": (before, starts_at), "worker": (former, one)},
    )  # fmt: skip
    telling.moved(held, before, by=by, at=at)
    if former != one:
        telling.handed(held, former, by=by, at=at)
    if not is_same_time or former != one:
        freed.told(held.kind, former, before, at=at)
    freed.settled(held, by=by, at=at)
    return held


@transaction.atomic
def hand_over(
    *, booking: Booking, worker: Worker, by: Any, at: datetime, reason: str = ""
) -> Booking:
    """Somebody else meets them at the same time; all are told."""
    if worker.pk == booking.worker_id:
        raise Refused(_("いまの担当者と同じ人です。ほかの人を選んでください。"), field="worker")
    return move(
        booking=booking, starts_at=booking.starts_at, worker=worker, by=by, at=at, reason=reason
    )


@transaction.atomic
def ask_for_new_time(*, booking: Booking, by: Any, at: datetime, reason: str = "") -> Booking:
    """The person is asked, by their own way, to choose another time through their link."""
    held = lock(booking)
    if not held.is_live:
        raise Refused(_("この予約は、もう終わっているか取りやめになっています。"))
    held.wants_new_time, held.updated_at = True, at
    held.save(update_fields=["wants_new_time", "updated_at"])
    changed(held, Change.Act.ASKED, by=by, at=at, reason=reason)
    audit.record("appointments.asked", held, by=by, at=at)
    telling.choose(held, by=by, at=at)
    return held


@transaction.atomic
def cancel(
    *,
    booking: Booking,
    by: Any,
    at: datetime,
    reason: str = "",
    through_link: bool = False,
) -> Booking:
    """It does not take place; the time is free again and goes to who waits."""
    held = lock(booking)
    if not held.is_live:
        return held  # The button was pressed twice, or staff were quicker.
    _may_change(held, at=at, through_link=through_link)
    if not through_link and not reason.strip():
        raise Refused(_("取りやめの理由を、相手に伝わることばで書いてください。"), field="reason")
    holding.release(booking=held)
    held.status, held.updated_at = Booking.Status.CANCELLED, at
    held.sequence += 1
    held.seat = None
    held.wants_new_time = False
    held.save(update_fields=["status", "updated_at", "sequence", "seat", "wants_new_time"])
    changed(held, Change.Act.CANCELLED, by=by, at=at, reason=reason, through_link=through_link)
    audit.record("appointments.cancelled", held, by=by, at=at)
    telling.cancelled(held, reason.strip(), by=by, at=at)
    freed.told(held.kind, held.worker, held.starts_at, at=at, session=held.session)
    freed.settled(held, by=by, at=at)
    return held


@transaction.atomic
def came(*, booking: Booking, by: Any, at: datetime) -> Booking:
    """They met."""
    return _end(booking, Booking.Status.CAME, Change.Act.CAME, by=by, at=at)


@transaction.atomic
def absent(*, booking: Booking, by: Any, at: datetime) -> Booking:
    """Nobody came, or nobody was at home."""
    return _end(booking, Booking.Status.ABSENT, Change.Act.ABSENT, by=by, at=at)


def _end(booking: Booking, status: str, act: str, *, by: Any, at: datetime) -> Booking:
    held = lock(booking)
    if held.status not in {*Booking.LIVE, Booking.Status.CAME, Booking.Status.ABSENT}:
        raise Refused(_("この予約は取りやめになっています。"))
    if held.starts_at > at and timezone.localdate(held.starts_at) != timezone.localdate(at):
        raise Refused(_("まだ先の日の予約です。当日になってから記録してください。"))
    if held.status == status:
        return held
    held.status, held.updated_at = status, at
    held.save(update_fields=["status", "updated_at"])
    changed(held, act, by=by, at=at)
    audit.record(f"appointments.{status}", held, by=by, at=at)
    freed.settled(held, by=by, at=at)
    return held


def _may_change(held: Booking, *, at: datetime, through_link: bool) -> None:
    phone = held.desk.phone
    # Whom we asked to choose another time may do so until the end.
    hours = held.kind.change_hours if through_link and not held.wants_new_time else 0
    late = not through_link and held.is_live
    why = None if late else rules.why_not_change(
        live=held.is_live, starts_at=held.starts_at, at=at, change_hours=hours, phone=phone
    )  # fmt: skip
    if why:
        raise Refused(why)


def _order(
    held: Booking, starts_at: datetime, worker: Worker | None, *, at: datetime, by_staff: bool
) -> Iterable[Worker]:
    """Whom to try: the one asked for, or first the one it was with."""
    day = timezone.localdate(starts_at)
    free = slots.search(
        kind=held.kind, first=day, last=day, at=at, mode=held.mode, town=held.town,
        by_staff=by_staff, only=[worker.pk] if worker else None,
    )  # fmt: skip
    return sorted(free.at(starts_at), key=lambda one: one.pk != held.worker_id)
