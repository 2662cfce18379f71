"""The free times of a kind of appointment, read from the rows in a fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Count, OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from tomoni.doing.appointments.models import (
    ExtraOpening,
    Kind,
    Opening,
    Resource,
    Room,
    Session,
    Worker,
)
from tomoni.doing.appointments.queries import catchment, taken
from tomoni.doing.appointments.queries.taken import Taken
from tomoni.doing.appointments.rules import slots
from tomoni.doing.appointments.rules.minutes import midnight, minute, moment
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.ground.districts.models import Town
from tomoni.ground.people.queries.teams import calendar_of

_FAR = 10**7
_FEW = 40


class Candidate(NamedTuple):
    """Somebody who may take the appointment: keys only, names are read for the times shown."""

    pk: Any
    user: Any
    word: str
    resource: int | None


@dataclass(frozen=True)
class Time:
    """One free time and who is free then."""

    starts_at: datetime
    free: "Free"
    places: list[int]

    @property
    def workers(self) -> tuple[Worker, ...]:
        """Who is free; whoever has least to do that day comes first."""
        load = self.free.load[:, self.free.days.days.index(self.day)]
        order = sorted(self.places, key=lambda one: (load[one], one))
        return tuple(self.free.people[self.free.workers[one]] for one in order)

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
    """What was found between two days; names are read only for the times that are shown."""

    days: slots.Days
    found: slots.Found
    workers: list[Any]
    held: Taken

    def counts(self) -> list[tuple[date, int]]:
        return list(zip(self.days.days, self.found.count_by_day(self.days), strict=True))

    def times(self) -> list[Time]:
        """All free times in order."""
        return [Time(moment(start), self, who) for start, who in self.found.by_start().items()]

    def at(self, starts_at: datetime) -> tuple[Worker, ...]:
        """Who is free at exactly this time; empty when nobody is."""
        who = self.found.at(minute(starts_at))
        return Time(starts_at, self, who).workers if who else ()

    def next_of(self, worker: Any, *, after: datetime, until: datetime) -> Time | None:
        """The first time of one worker after a moment, until another."""
        if worker not in self.workers:
            return None
        place = self.workers.index(worker)
        mine = self.found.starts[self.found.workers == place]
        n = int(np.searchsorted(mine, minute(after), "right"))
        if n == len(mine) or mine[n] > minute(until):
            return None
        return Time(moment(int(mine[n])), self, [place])

    @cached_property
    def people(self) -> dict[Any, Worker]:
        return Worker.objects.select_related("user").in_bulk(self.workers)

    @cached_property
    def load(self) -> slots.Numbers:
        """How many appointments each worker has on each day."""
        whose, begins, _ends = self.held
        many = len(self.days.days)
        day = np.searchsorted(np.array(self.days.midnights, np.int64), begins, "right") - 1
        inside = (day >= 0) & (begins < self.days.midnights[-1] + 1440)
        cells = whose[inside] * many + day[inside]
        return np.bincount(cells, minlength=len(self.workers) * many).reshape(-1, many)


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
    people = candidates(kind, first=first, last=last, mode=mode, town=town, only=only)
    days = _days(kind, first, last)
    low, high = days.midnights[0] - 1440, days.midnights[-1] + 2880
    held, away = taken.of_users(
        {one.user: n for n, one in enumerate(people)},
        {one.resource: n for n, one in enumerate(people) if one.resource is not None},
        low, high,
    )  # fmt: skip
    place = {one.word: n for n, one in enumerate(people)}
    rooms: dict[int, int] | None = None
    if kind.needs_room:
        there = Room.objects.filter(desk=kind.desk_id, closed_on=None).values_list("pk", flat=True)
        rooms = {pk: n for n, pk in enumerate(there)}
    earliest = at if by_staff else at + timedelta(hours=kind.notice_hours)
    latest = at + timedelta(days=(kind.most_days if not by_staff else 400) + 1)
    found = slots.free(
        asked=slots.Asked(
            minutes=kind.minutes, step=kind.step, before=kind.before, after=kind.after,
            earliest=minute(earliest) + 1, latest=minute(latest),
        ),
        days=days,
        windows=_windows(kind, place, mode),
        extras=_extras(kind, place, first, last),
        busy=tuple(np.concatenate(both) for both in zip(held, away, strict=True)),
        rooms=None if rooms is None else len(rooms),
        rooms_busy=taken.of_rooms(rooms, low, high) if rooms else taken.NOTHING,
    )  # fmt: skip
    return Free(days, found, [one.pk for one in people], held)


def is_free(
    *, kind: Kind, worker: Worker, starts_at: datetime, at: datetime, mode: str, by_staff: bool
) -> bool:
    """Whether this worker offers exactly this time now."""
    day = timezone.localdate(starts_at)
    free = search(
        kind=kind, first=day, last=day, at=at, mode=mode, only=[worker.pk], by_staff=by_staff
    )
    return bool(free.found.at(minute(starts_at)))


def candidates(
    kind: Kind,
    *,
    first: date,
    last: date,
    mode: str = "",
    town: Town | None = None,
    only: Iterable[Any] | None = None,
) -> list[Candidate]:
    """Those of the desk who may take such an appointment on some of these days, in their order."""
    rows = (
        Worker.objects.filter(desk=kind.desk_id, from_on__lte=last, user__is_active=True)
        .exclude(until_on__lt=first)
        .order_by("user__name_kana", "pk")
    )
    named = set(only) if only is not None else None
    if town is not None and (for_town := catchment.workers_for(kind.desk, town, on=first)):
        named = set(for_town) if named is None else named & set(for_town)
    if named is not None:
        rows = rows.filter(pk__in=named)
    bit = CODES[mode].bit if mode else 0
    held = Resource.objects.filter(user=OuterRef("user")).values("pk")
    known = rows.annotate(word=_word("pk"), held=Subquery(held)).values_list(
        "pk", "user", "word", "held", "modes"
    )
    return [Candidate(*row) for *row, modes in known if not bit or modes & bit]


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


def _windows(kind: Kind, place: dict[str, int], mode: str) -> list[slots.Window]:
    bit = CODES[mode].bit if mode else 0
    rows = _of(Opening.objects.all(), kind, place).values_list(
        "word", "weekday", "opens", "closes", "weeks", "valid_from", "valid_until", "modes"
    )
    return [
        slots.Window(
            place[worker], weekday, opens, closes, weeks,
            begin.toordinal() if begin else 0, end.toordinal() if end else _FAR,
        )
        for worker, weekday, opens, closes, weeks, begin, end, modes in rows
        if worker in place and (not bit or modes & bit)
    ]  # fmt: skip


def _extras(
    kind: Kind, place: dict[str, int], first: date, last: date
) -> list[tuple[int, int, int]]:
    zone = timezone.get_current_timezone()
    rows = _of(ExtraOpening.objects.filter(day__gte=first, day__lte=last), kind, place)
    return [
        (place[worker], midnight(day, zone) + opens, midnight(day, zone) + closes)
        for worker, day, opens, closes in rows.values_list("word", "day", "opens", "closes")
        if worker in place
    ]


def _of(rows: Any, kind: Kind, place: dict[str, int]) -> Any:
    """The rows of these workers, or of the whole desk: two hundred keys cost more than the rows."""
    mine = {"worker__in": place} if len(place) <= _FEW else {"worker__desk": kind.desk_id}
    return rows.filter(**mine).order_by().annotate(word=_word("worker"))


def _word(key: str) -> Cast:
    """A key as the database writes it: a thousand of them made into objects take half the search."""
    return Cast(key, TextField())
