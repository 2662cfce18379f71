"""Setting up a desk: what can be booked, with whom, when, and for which towns."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.appointments.actions import holding
from tomoni.doing.appointments.models import (
    Desk,
    DeskArea,
    ExtraOpening,
    Kind,
    Opening,
    Room,
    Worker,
)
from tomoni.ground.districts.models import District, Town
from tomoni.ground.people.models import Team, User

Row = TypeVar("Row", bound=Model)
Hours = tuple[int, int, int]  # Weekday from 0, first minute, last minute.


@transaction.atomic
def open_desk(*, team: Team, slug: str, name: str, by: Any, at: datetime, **more: Any) -> Desk:
    """A desk that takes appointments; the phone is the team's where none is given."""
    phone = more.pop("phone", "") or team.phone
    if not phone:
        raise Refused(
            _("窓口の電話番号を書いてください。困った人が電話できるようにします。"), field="phone"
        )
    if Desk.objects.filter(slug=slug).exists():
        raise Refused(_("このアドレスのことばは、もう使われています。"), field="slug")
    desk = Desk.objects.create(
        team=team, slug=slug, name=name, phone=phone, created_at=at, updated_at=at, **more
    )
    audit.record("appointments.desk_opened", desk, by=by, at=at)
    return cast(Desk, desk)


@transaction.atomic
def add_kind(*, desk: Desk, slug: str, name: str, by: Any, at: datetime, **more: Any) -> Kind:
    """Something that can be booked at a desk."""
    if desk.kinds.filter(slug=slug).exists():
        raise Refused(_("このアドレスのことばは、もう使われています。"), field="slug")
    kind = Kind.objects.create(desk=desk, slug=slug, name=name, **more)
    audit.record("appointments.kind_added", kind, by=by, at=at)
    return cast(Kind, kind)


@transaction.atomic
def edit_kind(*, kind: Kind, by: Any, at: datetime, **new: Any) -> Kind:
    """Change what can be booked; what is booked already stays as it is."""
    return _edited(kind, "appointments.kind_edited", new, by=by, at=at)


@transaction.atomic
def edit_desk(*, desk: Desk, by: Any, at: datetime, **new: Any) -> Desk:
    """Change how a desk is shown and reached."""
    return _edited(desk, "appointments.desk_edited", new, by=by, at=at)


@transaction.atomic
def set_video(*, worker: Worker, video_url: str, by: Any, at: datetime) -> Worker:
    """Where this worker is met by video; it stands on the receipts of such bookings."""
    return _edited(worker, "appointments.video_set", {"video_url": video_url}, by=by, at=at)


@transaction.atomic
def add_room(*, desk: Desk, name: str, by: Any, at: datetime) -> Room:
    """A room in which one appointment at a time takes place."""
    if desk.rooms.filter(name=name).exists():
        raise Refused(_("同じ名前の部屋があります。"), field="name")
    room = Room.objects.create(desk=desk, name=name)
    holding.resource_of(room=room)
    audit.record("appointments.room_added", room, by=by, at=at)
    return cast(Room, room)


@transaction.atomic
def close_room(*, room: Room, by: Any, at: datetime) -> Room:
    """The room is not given out any more; what is booked in it already stays."""
    on = {"closed_on": timezone.localdate(at)}
    return _edited(room, "appointments.room_closed", on, by=by, at=at)


@transaction.atomic
def add_worker(
    *, desk: Desk, user: User, by: Any, at: datetime, from_on: date | None = None, **more: Any
) -> Worker:
    """Somebody takes appointments at a desk from a day on."""
    try:
        with transaction.atomic():
            worker = Worker.objects.create(
                desk=desk, user=user, from_on=from_on or timezone.localdate(at), **more
            )
    except IntegrityError:
        raise Refused(_("この人は、もうこの窓口で予約を受けています。"), field="user") from None
    holding.resource_of(user=user)
    audit.record("appointments.worker_added", worker, by=by, at=at)
    return cast(Worker, worker)


@transaction.atomic
def end_worker(*, worker: Worker, until_on: date, by: Any, at: datetime) -> Worker:
    """Somebody stops; later bookings must find another worker first."""
    held = lock(worker)
    later = held.bookings.live().filter(starts_at__gt=at)
    after = [one for one in later if timezone.localdate(one.starts_at) > until_on]
    if after:
        raise Refused(
            _("その日より後の予約が%(count)s件あります。先にほかの担当者に移してください。")
            % {"count": len(after)},
            field="until_on",
        )
    held.until_on = max(until_on, held.from_on)
    held.save(update_fields=["until_on"])
    audit.record("appointments.worker_ended", held, by=by, at=at)
    return held


@transaction.atomic
def set_openings(
    *, worker: Worker, rows: Iterable[dict[str, Any]], by: Any, at: datetime
) -> list[Opening]:
    """The weekly rules of a worker, all at once; what is booked already stays."""
    held = lock(worker)
    wanted = list(rows)
    for row in wanted:
        if row["closes"] <= row["opens"]:
            raise Refused(_("終わりの時刻は、始まりより後にしてください。"))
    held.openings.all().delete()
    made = Opening.objects.bulk_create([Opening(worker=held, **row) for row in wanted])
    audit.record("appointments.hours_set", held, by=by, at=at, note=str(len(made)))
    return made


@transaction.atomic
def add_extra(
    *, worker: Worker, day: date, opens: int, closes: int, by: Any, at: datetime
) -> ExtraOpening:
    """One more day on which somebody can be met."""
    if day < timezone.localdate(at):
        raise Refused(_("過ぎた日です。これからの日を書いてください。"), field="day")
    if closes <= opens:
        raise Refused(_("終わりの時刻は、始まりより後にしてください。"), field="closes")
    made = ExtraOpening.objects.create(worker=worker, day=day, opens=opens, closes=closes)
    audit.record("appointments.extra_added", worker, by=by, at=at, note=str(day))
    return cast(ExtraOpening, made)


@transaction.atomic
def add_area(
    *,
    desk: Desk,
    by: Any,
    at: datetime,
    town: Town | None = None,
    district: District | None = None,
    worker: Worker | None = None,
    valid_from: date | None = None,
) -> DeskArea:
    """The desk, or one person of it, answers for a town or district from a day on."""
    if (town is None) == (district is None):
        raise Refused(_("町か地区のどちらかを選んでください。"), field="town")
    area = DeskArea.objects.create(
        desk=desk, town=town, district=district, worker=worker,
        valid_from=valid_from or timezone.localdate(at),
    )  # fmt: skip
    audit.record("appointments.area_added", desk, by=by, at=at)
    return cast(DeskArea, area)


@transaction.atomic
def end_area(*, area: DeskArea, until_on: date, by: Any, at: datetime) -> DeskArea:
    """From the day after `until_on` somebody else answers; the past stays readable."""
    held = lock(area)
    held.valid_until = max(until_on, held.valid_from)
    held.save(update_fields=["valid_until"])
    audit.record("appointments.area_ended", held.desk, by=by, at=at)
    return held


def _edited(row: Row, act: str, new: dict[str, Any], *, by: Any, at: datetime) -> Row:
    """Write what is different, and the audit with it."""
    held = lock(row)
    changes = audit.differences(held, new)
    for field, (_old, value) in changes.items():
        setattr(held, field, value)
    if changes:
        held.save(update_fields=list(changes))
        audit.record(act, held, by=by, at=at, changes=changes)
    return held
