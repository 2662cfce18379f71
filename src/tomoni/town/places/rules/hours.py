"""When a place is open: the week, the days that differ, holidays and the turn of the year.

Everything is computed on plain values; times of day are minutes from midnight, and a closing
past midnight is above 1440. A day's hours come from the first of these that speaks:

1. an exception for that day (the shortest one, when several cover it),
2. the year-end closing,
3. the holiday rule,
4. the weekly hours: weekday, week of the month, season, term of validity.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tomoni.core.calendar import holiday_name, in_year_end, is_last_week, week_of_month
from tomoni.town.places.rules.week import DAY, EVERY_WEEK, LAST, Span

LOOK_AHEAD = 400  # Days; a bathing beach opens once a year.
MOST_DAYS = 5  # Open on this many weekdays or more: a regular closing day is a closing day.


class HolidayRule(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    NEXT_DAY = "next_day"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What decided about a day."""

    WEEK = "week"
    EXCEPTION = "exception"
    YEAR_END = "year_end"
    HOLIDAY = "holiday"
    AFTER_HOLIDAY = "after_holiday"
    HOLIDAY_UNKNOWN = "holiday_unknown"


@dataclass(frozen=True)
class Differs:
    """Days that differ: closed without times, else open at these times only."""

    from_on: date
    until_on: date
    opens: int | None = None
    closes: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Timetable:
    """All that is known about the hours at one place."""

    spans: tuple[Span, ...] = ()
    differs: tuple[Differs, ...] = ()
    holiday_rule: str = HolidayRule.UNKNOWN
    closed_year_end: bool = False
    year_end: tuple[str, str] = ("12-29", "01-03")

    @property
    def is_known(self) -> bool:
        """Whether anything can be said about when it is open."""
        return bool(self.spans) or any(d.opens is not None for d in self.differs)


@dataclass(frozen=True)
class Day:
    """One day: its times in order, and what decided. `sure` is False when one has to ask."""

    on: date
    times: tuple[tuple[int, int], ...]
    why: Why = Why.WEEK
    reason: str = ""

    @property
    def sure(self) -> bool:
        return self.why != Why.HOLIDAY_UNKNOWN


@dataclass(frozen=True)
class Now:
    """The answer at one instant.

    `until` is None while open for more than a week (always open); `next_opens` is None when
    no opening is in sight or it is open.
    """

    is_open: bool
    until: datetime | None = None
    next_opens: datetime | None = None
    next_closes: datetime | None = None
    today: Day = field(default_factory=lambda: Day(date.min, ()))


def day(table: Timetable, on: date) -> Day:
    """The hours of one day and what decided them."""
    if special := _special(table, on):
        times = sorted((d.opens, d.closes) for d in special if d.opens is not None and d.closes)
        reason = next((d.reason for d in special if d.reason), "")
        closed = any(d.opens is None for d in special)
        return Day(on, () if closed else tuple(times), Why.EXCEPTION, reason)
    if table.closed_year_end and in_year_end(on, *table.year_end):
        return Day(on, (), Why.YEAR_END)
    usual = weekly(table, on)
    holiday = holiday_name(on)
    if table.holiday_rule == HolidayRule.CLOSED and holiday:
        return Day(on, (), Why.HOLIDAY, holiday)
    if table.holiday_rule == HolidayRule.UNKNOWN and holiday and usual:
        return Day(on, usual, Why.HOLIDAY_UNKNOWN, holiday)
    if table.holiday_rule == HolidayRule.NEXT_DAY:
        if holiday and _rests_weekly(table, on):
            return Day(on, _as_the_day_before(table, on), Why.HOLIDAY, holiday)
        if moved_from := _holiday_that_closes(table, on):
            return Day(on, (), Why.AFTER_HOLIDAY, moved_from)
    return Day(on, usual)


def _special(table: Timetable, on: date) -> list[Differs]:
    covering = [d for d in table.differs if d.from_on <= on <= d.until_on]
    shortest = min((d.until_on - d.from_on for d in covering), default=None)
    return [d for d in covering if d.until_on - d.from_on == shortest]


def weekly(table: Timetable, on: date) -> tuple[tuple[int, int], ...]:
    """The usual times of this day, holidays and exceptions aside."""
    return tuple(sorted((s.opens, s.closes) for s in table.spans if applies(s, on)))


def applies(span: Span, on: date) -> bool:
    """Whether a weekly row speaks about this day."""
    if span.weekday != on.weekday():
        return False
    if span.weeks != EVERY_WEEK:
        this_week = 1 << (week_of_month(on) - 1)
        if not (span.weeks & this_week or (span.weeks & LAST and is_last_week(on))):
            return False
    if span.valid_from and on < span.valid_from:
        return False
    if span.valid_until and on > span.valid_until:
        return False
    return in_season(on, span.season_from, span.season_until)


def in_season(on: date, from_: int | None, until: int | None) -> bool:
    """Whether the day lies in a season given as month × 100 + day, also across New Year."""
    if from_ is None or until is None:
        return True
    here = on.month * 100 + on.day
    return from_ <= here <= until if from_ <= until else here >= from_ or here <= until


def _open_weekdays(table: Timetable) -> set[int]:
    return {s.weekday for s in table.spans if s.weeks == EVERY_WEEK}


def _rests_weekly(table: Timetable, on: date) -> bool:
    """Whether this is the regular closing day of a place that is open most of the week."""
    open_days = _open_weekdays(table)
    return len(open_days) >= MOST_DAYS and on.weekday() not in open_days


def _as_the_day_before(table: Timetable, on: date) -> tuple[tuple[int, int], ...]:
    for back in range(1, 8):
        if times := weekly(table, on - timedelta(days=back)):
            return times
    return ()


def _holiday_that_closes(table: Timetable, on: date) -> str:
    """The holiday for which this weekday is the day of rest, or ''.

    A place that is open most of the week and rests on, say, Mondays opens on a holiday Monday
    and rests on the next weekday. A place without such a day rests after every holiday.
    """
    if on.weekday() >= 5 or holiday_name(on):
        return ""
    rests = 0 < len(_open_weekdays(table) & {0, 1, 2, 3, 4}) < 5
    moves = rests and len(_open_weekdays(table)) >= MOST_DAYS
    before = on - timedelta(days=1)
    while before.weekday() >= 5 or holiday_name(before):
        if (name := holiday_name(before)) and (not moves or _rests_weekly(table, before)):
            return name
        before -= timedelta(days=1)
    return ""


def now(table: Timetable, at: datetime) -> Now:
    """Whether it is open at the local time `at`, until when, and when it opens next.

    A holiday on which nobody knows whether it opens counts as closed here, because a wrong
    "open" sends somebody out into the snow; `today.sure` tells the page to say "please ask".
    """
    minute = at.hour * 60 + at.minute
    today = day(table, at.date())
    for opens, closes in _merged(_intervals(table, at.date())):
        if closes <= minute:
            continue
        if opens <= minute:
            endless = closes >= 7 * DAY
            until = None if endless else _instant(at, closes)
            return Now(True, until=until, today=today)
        return Now(
            False, next_opens=_instant(at, opens), next_closes=_instant(at, closes), today=today
        )
    return Now(False, today=today)


def is_open(table: Timetable, at: datetime) -> bool:
    return now(table, at).is_open


def next_change(table: Timetable, at: datetime) -> datetime | None:
    """When it next opens or closes, or None when that is not in sight."""
    answer = now(table, at)
    return answer.until if answer.is_open else answer.next_opens


def days(table: Timetable, first: date, count: int = 7) -> list[Day]:
    """The next days one by one, with everything that differs taken in."""
    return [day(table, first + timedelta(days=n)) for n in range(count)]


def _intervals(table: Timetable, today: date) -> Iterator[tuple[int, int]]:
    """(opens, closes) in minutes from the midnight before today, in order, from yesterday on."""
    for n in range(-1, LOOK_AHEAD):
        this = day(table, today + timedelta(days=n))
        if this.sure:
            for opens, closes in this.times:
                yield n * DAY + opens, n * DAY + closes


def _merged(intervals: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Touching intervals made one, so that "until" is the real end.

    Stops growing one after a week: what is open for longer is always open.
    """
    held: tuple[int, int] | None = None
    for opens, closes in intervals:
        if held and opens <= held[1]:
            held = (held[0], max(held[1], closes))
            if held[1] >= 8 * DAY:
                break
        else:
            if held:
                yield held
            held = (opens, closes)
    if held:
        yield held


def _instant(at: datetime, minute: int) -> datetime:
    """The local time so many minutes after today's midnight; Japan has no summer time."""
    return datetime.combine(at.date(), time(), tzinfo=at.tzinfo) + timedelta(minutes=minute)
