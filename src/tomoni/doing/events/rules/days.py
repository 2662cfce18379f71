"""Which days and times a rule names, as numbers, from any day on without counting from the start.

A moment on the wall clock is the number of its day (`date.toordinal`) × 86,400 + its second. No
time zone here: a rule speaks of the clock on the wall (RFC 5545 §3.3.10).
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from tomoni.doing.events.rules.rrule import SECONDS, Rule

DAY = 86_400
LAST_DAY = date.max.toordinal()
Weekdays = tuple[tuple[int, int], ...]


def moments(rule: Rule, start: datetime, since: int, until: int) -> Iterator[int]:
    """Moments of the rule, in order, from `start` (wall clock), within `since` and `until`.

    UNTIL is the caller's, since it is an instant; COUNT is counted here from the start.
    """
    first = start.toordinal() * DAY + start.hour * 3600 + start.minute * 60 + start.second
    # Only who counts must begin at the beginning; all others leap.
    begin = first if rule.count is not None else max(first, since)
    left = rule.count
    for group in _groups(rule, start, first, begin, until):
        for moment in group:
            if moment < first:
                continue
            if moment > until:
                return
            if moment >= since:
                yield moment
            if left is not None:
                left -= 1
                if not left:
                    return


def _groups(rule: Rule, start: datetime, first: int, begin: int, until: int) -> Iterator[list[int]]:
    """The sets of moments of one period (day, week, month, year, hour …) after another."""
    if rule.freq in SECONDS:
        yield from _fine_groups(rule, first, begin, until)
        return
    times = [
        hour * 3600 + minute * 60 + second
        for hour in rule.byhour or (start.hour,)
        for minute in rule.byminute or (start.minute,)
        for second in rule.bysecond or (start.second,)
    ]
    for days in _periods(rule, start, begin // DAY, until // DAY):
        group = [day * DAY + time for day in days for time in times]
        yield _picked(group, rule.bysetpos)


def _picked(group: list[int], positions: tuple[int, ...]) -> list[int]:
    if not positions:
        return group
    size = len(group)
    chosen = {p - 1 if p > 0 else size + p for p in positions if abs(p) <= size}
    return [group[index] for index in sorted(chosen)]


def _periods(rule: Rule, start: datetime, begin: int, last: int) -> Iterator[list[int]]:
    match rule.freq:
        case "DAILY":
            return _daily(rule, start.toordinal(), begin, last)
        case "WEEKLY":
            return _weekly(rule, start.toordinal(), begin, last)
        case "MONTHLY":
            return _monthly(rule, start, begin, last)
        case _:
            return _yearly(rule, start, begin, last)


def _daily(rule: Rule, first: int, begin: int, last: int) -> Iterator[list[int]]:
    step = rule.interval
    filtered = _is_filtered(rule) or rule.byday
    for day in range(_leap(first, begin, step), min(last, LAST_DAY) + 1, step):
        if not filtered or _passes(rule, day):
            yield [day]


def _weekly(rule: Rule, first: int, begin: int, last: int) -> Iterator[list[int]]:
    step = 7 * rule.interval
    weekdays = {day for _n, day in rule.byday} or {(first - 1) % 7}
    offsets = sorted((day - rule.wkst) % 7 for day in weekdays)
    filtered = _is_filtered(rule)
    monday = first - (first - 1 - rule.wkst) % 7
    for week in range(_leap(monday, begin - 6, step), min(last, LAST_DAY - 7) + 1, step):
        days = [week + offset for offset in offsets]
        yield [day for day in days if _passes(rule, day)] if filtered else days


def _monthly(rule: Rule, start: datetime, begin: int, last: int) -> Iterator[list[int]]:
    monthdays = rule.bymonthday
    if not (monthdays or rule.byday or rule.byyearday or rule.byweekno):
        monthdays = (start.day,)
    rest = rule.byyearday or rule.byweekno
    for month in range(
        _leap(_month(start), _month_of(begin), rule.interval), _month_of(last) + 1, rule.interval
    ):
        year, number = divmod(month, 12)
        if rule.bymonth and number + 1 not in rule.bymonth:
            continue
        days = month_days(year, number + 1, monthdays, rule.byday)
        yield [day for day in days if _passes(rule, day)] if rest else list(days)


def _yearly(rule: Rule, start: datetime, begin: int, last: int) -> Iterator[list[int]]:
    months, monthdays = rule.bymonth or tuple(range(1, 13)), rule.bymonthday
    if not (monthdays or rule.byday or rule.byyearday or rule.byweekno):
        monthdays, months = (start.day,), rule.bymonth or (start.month,)
    # Without months, "the 20th Monday" is counted in the year.
    counted = not rule.bymonth and any(n for n, _day in rule.byday)
    rest = rule.byyearday or rule.byweekno
    first, final = date.fromordinal(max(begin, 1)).year, date.fromordinal(min(last, LAST_DAY)).year
    for year in range(_leap(start.year, first, rule.interval), final + 1, rule.interval):
        weekdays = () if counted else rule.byday
        days = [day for m in months for day in month_days(year, m, monthdays, weekdays)]
        if counted:
            chosen = _year_weekdays(year, rule.byday)
            days = [day for day in days if day in chosen]
        yield [day for day in days if _passes(rule, day)] if rest else days


def _leap(first: int, begin: int, step: int) -> int:
    """The last of first, first + step, … that is not after `begin` (or the first)."""
    return first + max((begin - first) // step, 0) * step


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_of(ordinal: int) -> int:
    return _month(date.fromordinal(min(max(ordinal, 1), LAST_DAY)))


@lru_cache(maxsize=20_000)
def month_days(
    year: int, month: int, monthdays: tuple[int, ...], weekdays: Weekdays
) -> tuple[int, ...]:
    """Days of a month by number and by (n-th) weekday; every day when neither is given."""
    weekday, length = monthrange(year, month)
    first = date(year, month, 1).toordinal()
    chosen = set(range(first, first + length))
    if monthdays:
        chosen &= {first + (d - 1 if d > 0 else length + d) for d in monthdays if abs(d) <= length}
    if weekdays:
        chosen &= _nth(first, length, weekday, weekdays)
    return tuple(sorted(chosen))


@lru_cache(maxsize=1_000)
def _year_weekdays(year: int, weekdays: Weekdays) -> set[int]:
    first = date(year, 1, 1)
    length = date(year, 12, 31).toordinal() - first.toordinal() + 1
    return _nth(first.toordinal(), length, first.weekday(), weekdays)


def _nth(first: int, length: int, weekday: int, weekdays: Weekdays) -> set[int]:
    chosen: set[int] = set()
    for n, day in weekdays:
        days = range(first + (day - weekday) % 7, first + length, 7)
        if n == 0:
            chosen.update(days)
        elif abs(n) <= len(days):
            chosen.add(days[n - 1 if n > 0 else n])
    return chosen


def _is_filtered(rule: Rule) -> bool:
    return bool(rule.bymonth or rule.byweekno or rule.byyearday or rule.bymonthday)


def _passes(rule: Rule, ordinal: int) -> bool:
    """Whether a day agrees with every part that names days (n-th weekdays as weekdays)."""
    day = date.fromordinal(ordinal)
    if rule.bymonth and day.month not in rule.bymonth:
        return False
    by_week = rule.byday and rule.freq not in ("MONTHLY", "YEARLY")
    if by_week and day.weekday() not in {weekday for _n, weekday in rule.byday}:
        return False
    if rule.bymonthday:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.bymonthday and day.day - length - 1 not in rule.bymonthday:
            return False
    if rule.byyearday:
        number = day.timetuple().tm_yday
        length = 365 + (monthrange(day.year, 2)[1] == 29)
        if number not in rule.byyearday and number - length - 1 not in rule.byyearday:
            return False
    if rule.byweekno:
        week, weeks = _week(day, rule.wkst)
        if week not in rule.byweekno and week - weeks - 1 not in rule.byweekno:
            return False
    return True


def _week(day: date, wkst: int) -> tuple[int, int]:
    """The number of the day's week, and how many weeks that year of weeks has."""
    ordinal = day.toordinal()
    for year in (day.year + 1, day.year, day.year - 1):
        first = _first_week(year, wkst)
        if ordinal >= first:
            following = _first_week(year + 1, wkst)
            return (ordinal - first) // 7 + 1, (following - first) // 7
    raise AssertionError(day)  # pragma: no cover - a day lies in one of the three.


def _first_week(year: int, wkst: int) -> int:
    """The day on which the year's first week of four or more days begins."""
    if year > date.max.year:
        return LAST_DAY + 1
    fourth = date(year, 1, 4).toordinal()
    return fourth - (fourth - 1 - wkst) % 7


def _fine_groups(rule: Rule, first: int, begin: int, until: int) -> Iterator[list[int]]:
    """Hours, minutes and seconds: whole days and hours that do not agree are leapt over."""
    unit = SECONDS[rule.freq]
    step = unit * rule.interval
    base = first - first % unit
    second = first % 60
    minutes = rule.byminute or ((first // 60) % 60,)
    seconds = rule.bysecond or (second,)
    filtered = _is_filtered(rule) or rule.byday
    moment = _leap(base, begin - unit, step)
    while moment <= until:
        day, clock = divmod(moment, DAY)
        if day > LAST_DAY:
            return
        if filtered and not _passes(rule, day):
            moment = _after(base, (day + 1) * DAY, step)
        elif rule.byhour and clock // 3600 not in rule.byhour:
            moment = _after(base, moment - moment % 3600 + 3600, step)
        elif unit < 3600 and rule.byminute and clock // 60 % 60 not in rule.byminute:
            moment = _after(base, moment - moment % 60 + 60, step)
        elif unit == 1 and rule.bysecond and clock % 60 not in rule.bysecond:
            moment += step
        else:
            if unit == 3600:
                group = [moment + m * 60 + s for m in minutes for s in seconds]
            else:
                group = [moment + s for s in seconds] if unit == 60 else [moment]
            yield _picked(group, rule.bysetpos)
            moment += step


def _after(base: int, moment: int, step: int) -> int:
    """The first of base, base + step, … that is not before `moment`."""
    return base + -(-(moment - base) // step) * step
