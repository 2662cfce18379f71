"""Sessions: a group meets at a time, and each takes a seat."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import changing, holding
from tomoni.doing.appointments.actions.holding import Taken
from tomoni.doing.appointments.models import Kind, Room, Seat, Session, Worker
from tomoni.doing.appointments.rules.minutes import minute


@transaction.atomic
def open_session(
    *,
    kind: Kind,
    worker: Worker,
    starts_at: datetime,
    by: Any,
    at: datetime,
    room: Room | None = None,
    seats: int = 0,
) -> Session:
    """A date for a group: the worker and the room are held, and there are so many seats."""
    if not kind.is_group:
        raise Refused(_("この種類は、一人ずつ会う予約です。"), field="kind")
    if starts_at <= at:
        raise Refused(_("過ぎた日時です。これからの日時を書いてください。"), field="starts_at")
    ends_at = starts_at + timedelta(minutes=kind.minutes)
    made = Session.objects.create(
        kind=kind, worker=worker, room=room, starts=minute(starts_at), ends=minute(ends_at),
        made_at=at,
    )  # fmt: skip
    for resource in filter(
        None,
        (
            holding.resource_of(user=worker.user),
            holding.resource_of(room=room) if room else None,
        ),
    ):
        try:
            holding.take(
                resource, starts=made.starts - kind.before, ends=made.ends + kind.after,
                session=made,
            )  # fmt: skip
        except Taken:
            raise Refused(
                _("担当者か部屋に、その時間は別の予約が入っています。ほかの時間にしてください。"),
                field="starts_at",
            ) from None
    Seat.objects.bulk_create(
        [Seat(session=made, number=n) for n in range(1, (seats or kind.seats) + 1)]
    )
    audit.record("appointments.session_opened", made, by=by, at=at)
    return cast(Session, made)


@transaction.atomic
def cancel_session(*, session: Session, by: Any, at: datetime, reason: str) -> Session:
    """The group does not meet; everybody who has a seat is told."""
    held = lock(session)
    if held.cancelled_at:
        return held
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    for booking in held.bookings.live().order_by("pk"):
        changing.cancel(booking=booking, by=by, at=at, reason=reason)
    holding.release(session=held)
    audit.record("appointments.session_cancelled", held, by=by, at=at)
    return held
