"""The free times of a kind of appointment, read from the rows in a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, QuerySet
from django.utils import timezone

from tomoni.doing.appointments.models import (
    Absence,
    ExtraOpening,
    Hold,
    Kind,
    Opening,
    Resource,
    Room,
    Session,
    Worker,
)
from tomoni.doing.appointments.queries import catchment
from tomoni.doing.appointments.rules import slots
from tomoni.doing.appointments.rules.minutes import midnight, minute, moment
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.ground.districts.models import Town
from tomoni.ground.people.queries.teams import calendar_of

_FAR = 10**7


@dataclass(frozen=True)
class Time:
    """One free time and who is free then; whoever has least to do that day comes first."""

    starts_at: datetime
    workers: tuple[Worker, ...]

    @property
    def local(self) -> datetime:
        return timezone.localtime(self.starts_at)

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def minute_of_day(self) -> int:
        return self.local.hour * 60 + self.local.minute

    @property
    def key(self) -> int:
        """How the time is named in an address: minutes from 1970."""
        return minute(self.starts_at)


@dataclass(frozen=True)
class Free:
    """What was found between two days."""

    days: slots.Days
    found: slots.Found
    workers: list[Worker]
    load: dict[tuple[int, int], int]

    def counts(self) -> list[tuple[date, int]]:
        return list(zip(self.days.days, self.found.count_by_day(self.days), strict=True))

    def times(self, day: date | None = None) -> list[Time]:
        """The free times of one day, or of all of them."""
        found = []
        for start, owners in self.found.by_start().items():
            at = moment(start)
            local = timezone.localdate(at)
            if day is not None and local != day:
                continue
            ordinal = local.toordinal()
            order = sorted(owners, key=lambda one: (self.load.get((one, ordinal), 0), one))
            found.append(Time(at, tuple(self.workers[one] for one in order)))
        return found

    def first(self) -> Time | None:
        if not len(self.found):
            return None
        start = int(self.found.starts[0])
        owners = self.found.workers[self.found.starts == start].tolist()
        return Time(moment(start), tuple(self.workers[one] for one in owners))


def search(
    *,
    kind: Kind,
    first: date,
    last: date,
    at: datetime,
    mode: str = "",
    town: Town | None = None,
    only: Iterable[Any] | None = None,
    by_staff: bool = False,
) -> Free:
    """The free times of `kind` between two days, both included.

    Args:
        mode: How they meet; '' is any way.
        town: Where the person lives; where somebody is named for that town, only they come.
        only: Keys of workers; nobody else is looked at.
        by_staff: On the telephone a time is good until it begins, however short the notice.
    """
    workers = candidates(kind, first=first, last=last, mode=mode, town=town, only=only)
    days = _days(kind, first, last)
    low, high = days.midnights[0] - 1440, days.midnights[-1] + 2880
    busy, load = _busy(workers, low, high)
    rooms = (
        list(Room.objects.filter(desk=kind.desk_id, closed_on=None)) if kind.needs_room else None
    )
    earliest = at if by_staff else at + timedelta(hours=kind.notice_hours)
    latest = at + timedelta(days=(kind.most_days if not by_staff else 400) + 1)
    found = slots.free(
        asked=slots.Asked(
            minutes=kind.minutes, step=kind.step, before=kind.before, after=kind.after,
            earliest=minute(earliest) + 1, latest=minute(latest),
        ),
        days=days,
        windows=_windows(workers, mode),
        extras=_extras(workers, first, last),
        busy=busy,
        rooms=None if rooms is None else len(rooms),
        rooms_busy=_rooms_busy(rooms or [], low, high),
    )  # fmt: skip
    return Free(days, found, workers, load)


def is_free(
    *, kind: Kind, worker: Worker, starts_at: datetime, at: datetime, mode: str, by_staff: bool
) -> bool:
    """Whether this worker offers exactly this time now."""
    day = timezone.localdate(starts_at)
    free = search(
        kind=kind, first=day, last=day, at=at, mode=mode, only=[worker.pk], by_staff=by_staff
    )
    return minute(starts_at) in free.found.starts.tolist()


def candidates(
    kind: Kind,
    *,
    first: date,
    last: date,
    mode: str = "",
    town: Town | None = None,
    only: Iterable[Any] | None = None,
) -> list[Worker]:
    """Those of the desk who may take such an appointment on some of these days."""
    rows: QuerySet[Worker] = (
        Worker.objects.filter(desk=kind.desk_id, from_on__lte=last, user__is_active=True)
        .exclude(until_on__lt=first)
        .select_related("user")
        .order_by("user__name_kana", "pk")
    )
    named = set(only) if only is not None else None
    if town is not None and (for_town := catchment.workers_for(kind.desk, town, on=first)):
        named = set(for_town) if named is None else named & set(for_town)
    if named is not None:
        rows = rows.filter(pk__in=named)
    bit = CODES[mode].bit if mode else 0
    return [one for one in rows if not bit or one.modes & bit]


def sessions(kind: Kind, *, at: datetime) -> list[Session]:
    """The sessions of a group kind that can still be booked, each with `left` seats."""
    earliest = minute(at + timedelta(hours=kind.notice_hours))
    rows = (
        Session.objects.filter(kind=kind, cancelled_at=None, starts__gt=earliest)
        .annotate(
            all_seats=Count("seats"), taken=Count("seats__booking"), kept=Count("seats__wait")
        )
        .select_related("worker__user", "room")
        .order_by("starts", "pk")
    )
    found: list[Any] = list(rows)
    for one in found:
        one.left = one.all_seats - one.taken - one.kept
    return found


def _days(kind: Kind, first: date, last: date) -> slots.Days:
    calendar = calendar_of(kind.desk.team)
    zone = timezone.get_current_timezone()
    days = tuple(first + timedelta(days=n) for n in range(max(1, (last - first).days + 1)))
    return slots.Days(
        days,
        tuple(midnight(day, zone) for day in days),
        tuple(calendar.is_open(day) for day in days),
    )


def _windows(workers: list[Worker], mode: str) -> list[slots.Window]:
    place = {worker.pk: n for n, worker in enumerate(workers)}
    bit = CODES[mode].bit if mode else 0
    rows = Opening.objects.filter(worker__in=place).values_list(
        "worker", "weekday", "opens", "closes", "weeks", "valid_from", "valid_until", "modes"
    )
    return [
        slots.Window(
            place[worker], weekday, opens, closes, weeks,
            begin.toordinal() if begin else 0, end.toordinal() if end else _FAR,
        )
        for worker, weekday, opens, closes, weeks, begin, end, modes in rows
        if not bit or modes & bit
    ]  # fmt: skip


def _extras(workers: list[Worker], first: date, last: date) -> list[tuple[int, int, int]]:
    place = {worker.pk: n for n, worker in enumerate(workers)}
    zone = timezone.get_current_timezone()
    rows = ExtraOpening.objects.filter(worker__in=place, day__gte=first, day__lte=last)
    return [
        (place[pk], midnight(day, zone) + opens, midnight(day, zone) + closes)
        for pk, day, opens, closes in rows.values_list("worker", "day", "opens", "closes")
    ]


def _busy(
    workers: list[Worker], low: int, high: int
) -> tuple[tuple[Any, Any, Any], dict[tuple[int, int], int]]:
    """When these people are taken or away, and how many appointments each has on each day."""
    place = {worker.user_id: n for n, worker in enumerate(workers)}
    lines = {
        pk: place[user]
        for pk, user in Resource.objects.filter(user__in=place).values_list("pk", "user")
    }
    held = _held(lines, low, high)
    away = Absence.objects.filter(user__in=place, ends__gt=low, starts__lt=high).values_list(
        "user", "starts", "ends"
    )
    gone = np.array([(place[user], starts, ends) for user, starts, ends in away], np.int64).reshape(
        -1, 3
    )
    spans = np.concatenate([held, gone])
    offset = int(timezone.localtime(moment(low)).utcoffset().total_seconds() // 60)
    ordinals = (held[:, 1] + offset) // 1440 + date(1970, 1, 1).toordinal()
    pairs, counts = np.unique(np.stack([held[:, 0], ordinals], 1), axis=0, return_counts=True)
    load = {(int(a), int(b)): int(n) for (a, b), n in zip(pairs, counts, strict=True)}
    return (spans[:, 0], spans[:, 1], spans[:, 2]), load


def _rooms_busy(rooms: list[Room], low: int, high: int) -> tuple[Any, Any, Any]:
    place = {room.pk: n for n, room in enumerate(rooms)}
    if not place:
        return (), (), ()
    lines = {
        pk: place[room]
        for pk, room in Resource.objects.filter(room__in=place).values_list("pk", "room")
    }
    held = _held(lines, low, high)
    return held[:, 0], held[:, 1], held[:, 2]


def _held(lines: dict[int, int], low: int, high: int) -> Any:
    """The holds of these resources as rows of (place, from, until)."""
    if not lines:
        return np.empty((0, 3), np.int64)
    rows = Hold.objects.filter(resource__in=list(lines), ends__gt=low, starts__lt=high)
    flat = [
        number for row in rows.order_by().values_list("resource_id", "starts", "ends")
        for number in row
    ]  # fmt: skip
    held = np.array(flat, np.int64).reshape(-1, 3)
    keys = np.array(sorted(lines), np.int64)
    places = np.array([lines[key] for key in sorted(lines)], np.int64)
    held[:, 0] = places[np.searchsorted(keys, held[:, 0])]
    return held
