"""When a series takes place: every occurrence between two moments, in the right time zone.

A rule is read by `rules/rrule.py`, its days are counted by `rules/days.py`; here the clock on the
wall becomes an instant. Times that a change to summer time skips are told with the offset before
it, times that come twice are the first (RFC 5545 §3.3.5).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

from django.utils.translation import gettext as _

from tomoni.doing.events.rules import days
from tomoni.doing.events.rules import rrule as written
from tomoni.doing.events.rules.composing import (
    LAST,
    by_date,
    by_weekday,
    daily,
    ending,
    weekly,
    yearly,
)
from tomoni.doing.events.rules.rrule import Rule, Unreadable
from tomoni.doing.events.rules.rule_words import in_words

__all__ = [
    "LAST",
    "Unreadable",
    "by_date",
    "by_weekday",
    "daily",
    "ending",
    "expand",
    "first_on_or_after",
    "in_words",
    "weekly",
    "why_not",
    "yearly",
]

# No offset from UTC is larger; wall clocks are compared with instants within this.
SLACK = days.DAY
# Within so many years every rule that names a day at all names one (29 February as a Monday: 40).
LONGEST_WAIT = timedelta(days=366 * 100)


def expand(
    *,
    start: datetime,
    tz: tzinfo,
    rrule: str = "",
    rdates: Iterable[datetime] = (),
    exdates: Iterable[date | datetime] = (),
    after: datetime,
    before: datetime,
    limit: int | None = None,
) -> list[datetime]:
    """Starts of the series with `after` <= start < `before`, in order, aware and in `tz`.

    `start` is the first occurrence (aware, or a wall clock in `tz`) and always belongs to the
    series; `rdates` are added, `exdates` taken away (a plain date takes the whole local day
    away). An occurrence that began before `after` and still goes on is the caller's matter.
    Raises `Unreadable` for a rule that `why_not` refuses to read.
    """
    wall = (start.astimezone(tz) if start.tzinfo else start).replace(tzinfo=None)
    low, high = after.astimezone(UTC), before.astimezone(UTC)
    added = {_instant(moment, tz) for moment in (wall, *rdates)}
    if rrule and _ends_before(rrule, wall, tz):
        added.discard(_instant(wall, tz))
    without, without_days = set(), set()
    for moment in exdates:
        if isinstance(moment, datetime):
            without.add(_instant(moment, tz))
        else:
            without_days.add(moment)
    most = None if limit is None else limit + len(without) + 48 * len(without_days)
    found = set(islice(_by_rule(rrule, wall, tz, low, high), most)) if rrule else set()
    found.update(moment for moment in added if low <= moment < high)
    starts = [moment.astimezone(tz) for moment in sorted(found - without)[:most]]
    if without_days:
        starts = [moment for moment in starts if moment.date() not in without_days]
    return starts[:limit]


def why_not(text: str, start: datetime) -> str | None:
    """Why a series cannot follow this rule from `start`, in a sentence; None when it can."""
    if why := written.why_not(text, start):
        return why
    wall = start.replace(tzinfo=None)
    if _first(written.read(text), wall, wall + LONGEST_WAIT) is None:
        return _("この決まりに合う日は一日もありません。日にちや曜日を確かめてください。")
    return None


def first_on_or_after(text: str, wall: datetime) -> datetime | None:
    """The first wall clock, not before `wall`, that the rule itself names; None when none does.

    A form asks for a rule and a first day; a first day the rule does not name would be one
    occurrence too many.
    """
    return _first(written.read(text), wall, wall + LONGEST_WAIT)


def _first(rule: Rule, wall: datetime, until: datetime) -> datetime | None:
    low, high = _number(wall), _number(min(until, datetime(9999, 1, 1)))
    number = next(days.moments(rule, wall, low, high), None)
    return None if number is None else _wall(number)


def _by_rule(
    text: str, wall: datetime, tz: tzinfo, low: datetime, high: datetime
) -> Iterator[datetime]:
    """Instants the rule names, in order of the wall clock."""
    rule = written.read(text)
    last = _last(rule, tz)
    since = _number(low.replace(tzinfo=None)) - SLACK
    until = _number(high.replace(tzinfo=None)) + SLACK
    if last is not None:
        until = min(until, _number(last.replace(tzinfo=None)) + SLACK)
    zero = datetime(1, 1, 1, tzinfo=tz)
    for number in days.moments(rule, wall, since, until):
        moment = (zero + timedelta(0, number - days.DAY)).astimezone(UTC)
        if last is not None and moment > last:
            return
        if moment >= high:
            continue
        if moment >= low:
            yield moment


def _last(rule: Rule, tz: tzinfo) -> datetime | None:
    """UNTIL as an instant: a plain day is meant to its end, a plain clock is the local one."""
    if rule.until is None:
        return None
    if not isinstance(rule.until, datetime):
        return _instant(written.plain(rule.until) + timedelta(hours=23, minutes=59, seconds=59), tz)
    return _instant(rule.until, tz)


def _ends_before(text: str, wall: datetime, tz: tzinfo) -> bool:
    """A series that ended before it began has no occurrence, not even its first."""
    last = _last(written.read(text), tz)
    return last is not None and last < _instant(wall, tz)


def _instant(moment: datetime, tz: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=tz)).astimezone(UTC)


def _number(wall: datetime) -> int:
    return wall.toordinal() * days.DAY + wall.hour * 3600 + wall.minute * 60 + wall.second


def _wall(number: int) -> datetime:
    day, second = divmod(number, days.DAY)
    return datetime.fromordinal(day) + timedelta(seconds=second)
