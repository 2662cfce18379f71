"""A recurrence rule from the words chosen in a form."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from tomoni.doing.events.rules.rrule import WEEKDAYS

LAST = -1


def daily(*, every: int = 1) -> str:
    return "FREQ=DAILY" + _interval(every)


def weekly(weekdays: Iterable[int], *, every: int = 1) -> str:
    """On these weekdays (Monday = 0), every week or every so many weeks."""
    return f"FREQ=WEEKLY{_interval(every)};BYDAY={_weekdays(weekdays)}"


def by_weekday(weeks: Iterable[int], weekdays: Iterable[int], *, every: int = 1) -> str:
    """The 2nd and 4th Thursday of the month; week `LAST` is the last one."""
    named = [f"{week}{WEEKDAYS[day]}" for day in sorted(set(weekdays)) for week in _in_order(weeks)]
    return f"FREQ=MONTHLY{_interval(every)};BYDAY={','.join(named)}"


def by_date(monthdays: Iterable[int], *, every: int = 1) -> str:
    """On these days of the month; `LAST` is the month's end, be it the 28th or the 31st."""
    return f"FREQ=MONTHLY{_interval(every)};BYMONTHDAY={_list(_in_order(monthdays))}"


def yearly(month: int, day: int) -> str:
    return f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"


def ending(rule: str, *, until: datetime | None = None, count: int | None = None) -> str:
    """The rule with its end: at an instant (the last start that still counts), or after n times."""
    if until is not None:
        return f"{rule};UNTIL={until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{rule};COUNT={count}" if count is not None else rule


def _interval(every: int) -> str:
    return f";INTERVAL={every}" if every != 1 else ""


def _weekdays(weekdays: Iterable[int]) -> str:
    return ",".join(WEEKDAYS[day] for day in sorted(set(weekdays)))


def _in_order(numbers: Iterable[int]) -> list[int]:
    """Counted from the front first, then from the end."""
    return sorted(set(numbers), key=lambda n: (n < 0, n))


def _list(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def endless(rule: str) -> str:
    """The rule without its end."""
    parts = [part for part in rule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    return ";".join(parts)


def like(rule: str, first: datetime) -> str:
    """The same rhythm, begun on another day: weekly by its weekday, monthly by its week or date."""
    parts = dict(part.split("=", 1) for part in endless(rule).split(";"))
    every = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "DAILY":
        return daily(every=every)
    if parts["FREQ"] == "WEEKLY":
        return weekly([first.weekday()], every=every)
    if parts["FREQ"] == "YEARLY":
        return yearly(first.month, first.day)
    if "BYDAY" in parts:
        return by_weekday([nth_of(first)], [first.weekday()], every=every)
    is_end = parts.get("BYMONTHDAY") == str(LAST)
    return by_date([LAST if is_end else first.day], every=every)


def nth_of(day: date) -> int:
    """Which of its weekday in the month a day is; the fifth is the last."""
    nth = (day.day - 1) // 7 + 1
    return nth if nth < 5 else LAST
