"""Which times are free: a pure function over plain numbers.

Everything is counted in minutes (rules/minutes.py). All workers and days are looked at together in
arrays: two hundred people over sixty days are about two hundred thousand possible times, and a
loop in Python over them takes a hundred times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.int64]]
LAST_WEEK = 32
_FAR = 10**7  # An ordinal day nobody lives to see, for rules without an end.
_MANY = 20  # Bits for the worker: more than a desk has.
_LINE = 27  # Bits for the minute on one worker's stretch of the line; see guards.WIDTH.
_ON_STRETCH = 2**_LINE - 1


class Window(NamedTuple):
    """A weekly rule of one worker, by their place in the list of workers."""

    worker: int
    weekday: int
    opens: int
    closes: int
    weeks: int = 0
    from_day: int = 0  # Ordinal of the first day, 0 for no limit.
    until_day: int = _FAR


@dataclass(frozen=True)
class Days:
    """The days asked for, each with the minute it begins and whether the desk works."""

    days: tuple[date, ...]
    midnights: tuple[int, ...]
    works: tuple[bool, ...]


@dataclass(frozen=True)
class Asked:
    """What is to be fitted in: how long, every how many minutes, with how much air around it."""

    minutes: int
    step: int
    before: int = 0
    after: int = 0
    earliest: int = 0  # The first minute that is not too soon.
    latest: int = 2**40


@dataclass(frozen=True)
class Found:
    """Free times in order: `starts[i]` is free with `workers[i]`."""

    starts: Numbers
    workers: Numbers

    def __len__(self) -> int:
        return len(self.starts)

    def by_start(self) -> dict[int, list[int]]:
        """Each free minute with those who are free then."""
        first = np.flatnonzero(_is_new(self.starts))
        times = self.starts[first]
        owners = self.workers.tolist()
        cuts = pairwise([*first.tolist(), len(owners)])
        return {
            time: owners[a:b] for time, (a, b) in zip(times.tolist(), cuts, strict=True)
        }  # fmt: skip

    def at(self, start: int) -> list[int]:
        """Who is free at this minute."""
        first, last = np.searchsorted(self.starts, [start, start + 1])
        return self.workers[first:last].tolist()  # type: ignore[no-any-return]

    def count_by_day(self, days: Days) -> list[int]:
        """How many different times each day has."""
        edges = np.array([*days.midnights, days.midnights[-1] + 1440], np.int64)
        cuts: list[int] = np.searchsorted(self.starts[_is_new(self.starts)], edges).tolist()
        return [after - before for before, after in pairwise(cuts)]


def free(
    *,
    asked: Asked,
    days: Days,
    windows: Sequence[Window],
    extras: Sequence[tuple[int, int, int]] = (),
    busy: tuple[Any, Any, Any] = ((), (), ()),
    rooms: int | None = None,
    rooms_busy: tuple[Any, Any, Any] = ((), (), ()),
) -> Found:
    """The times at which somebody can be met.

    Args:
        windows: Weekly rules; they hold on the days the desk works.
        extras: Single openings as (worker, first minute, last minute); they hold on any day.
        busy: Three lists of one length: worker, from minute, until minute.
        rooms: How many rooms there are, or None where no room is needed.
        rooms_busy: As `busy`, by room.
    """
    workers, begins, ends = _spans(days, windows, extras)
    line = _starts(asked, (workers << _LINE) + begins, ends - begins)
    starts = line & _ON_STRETCH
    line = line[(starts >= asked.earliest) & (starts <= asked.latest)]
    line = line[_is_clear(asked, line, busy)]
    starts = line & _ON_STRETCH
    if rooms is not None and len(line):
        roomy = _has_room(asked, starts, rooms, rooms_busy)
        line, starts = line[roomy], starts[roomy]
    both = np.sort((starts << _MANY) + (line >> _LINE))
    return Found(both >> _MANY, both & (2**_MANY - 1))


def _spans(
    days: Days, windows: Sequence[Window], extras: Sequence[tuple[int, int, int]]
) -> tuple[Numbers, Numbers, Numbers]:
    """Open spans as worker, first minute, last minute."""
    rules = np.array(windows, np.int64).reshape(-1, 7)
    ordinals = np.array([day.toordinal() for day in days.days], np.int64)
    weekdays = np.array([day.weekday() for day in days.days], np.int64)
    bits = np.array([week_bits(day) for day in days.days], np.int64)
    fits = (
        (rules[:, 1:2] == weekdays)
        & ((rules[:, 4:5] == 0) | ((rules[:, 4:5] & bits) != 0))
        & (rules[:, 5:6] <= ordinals)
        & (rules[:, 6:7] >= ordinals)
        & np.array(days.works, bool)
    )
    rule, day = np.nonzero(fits)
    midnights = np.array(days.midnights, np.int64)[day] if len(day) else np.empty(0, np.int64)
    more = np.array(list(extras), np.int64).reshape(-1, 3)
    return (
        np.concatenate([rules[rule, 0], more[:, 0]]),
        np.concatenate([midnights + rules[rule, 2], more[:, 1]]),
        np.concatenate([midnights + rules[rule, 3], more[:, 2]]),
    )


def _starts(asked: Asked, begins: Numbers, lengths: Numbers) -> Numbers:
    """Every beginning that fits into a span, in order and once.

    All workers lie on one long line, each on a stretch of their own, so that one order serves all. A
    single opening inside a weekly one must not show its times twice.
    """
    fit = np.maximum((lengths - asked.minutes) // asked.step + 1, 0)
    nth = np.arange(int(fit.sum()), dtype=np.int64) - np.repeat(np.cumsum(fit) - fit, fit)
    found = np.sort(np.repeat(begins, fit) + nth * asked.step)
    once: Numbers = found[_is_new(found)]
    return once


def _is_clear(
    asked: Asked, line: Numbers, busy: tuple[Any, Any, Any]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which beginnings on the line meet nothing busy; they are in order.

    Each busy span shuts a run of them: those that would end after it begins and begin before it ends.
    A run adds one where it starts and takes it away where it stops; what sums to nothing is free.
    """
    whose, busy_from, busy_until = (np.asarray(one, np.int64) for one in busy)
    at, many = whose << _LINE, len(line) + 1
    first = np.searchsorted(line, at + busy_from - asked.minutes - asked.after, "right")
    stop = np.searchsorted(line, at + busy_until + asked.before, "left")
    runs = np.bincount(first, minlength=many) - np.bincount(stop, minlength=many)
    clear: np.ndarray[Any, np.dtype[np.bool_]] = np.cumsum(runs[:-1]) == 0
    return clear


def _has_room(
    asked: Asked, starts: Numbers, rooms: int, busy: tuple[Any, Any, Any]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    times, which = np.unique(starts, return_inverse=True)
    some = np.zeros(len(times), bool)
    for room in range(rooms):
        some |= _is_clear(asked, (room << _LINE) + times, busy)
    found: np.ndarray[Any, np.dtype[np.bool_]] = some[which]
    return found


def _is_new(numbers: Numbers) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Of numbers in order, the first of each run of equal ones."""
    new = np.ones(len(numbers), bool)
    new[1:] = numbers[1:] != numbers[:-1]
    return new


def week_bits(day: date) -> int:
    """The week of the month as bits: first 1 … fifth 16, and 32 when it is the last."""
    bits = 1 << ((day.day - 1) // 7)
    following = date.fromordinal(day.toordinal() + 7)
    return bits | (LAST_WEEK if following.month != day.month else 0)
