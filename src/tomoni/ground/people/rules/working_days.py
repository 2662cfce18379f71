"""Days on which a team answers, and deadlines counted in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tomoni.core.calendar import in_year_end, is_holiday

LONGEST_WAIT = 3660  # Days; a team that is shut for ten years is a mistake, not a calendar.


@dataclass(frozen=True)
class Calendar:
    """When a team is open.

    Args:
        open_weekdays: Monday is 1, Tuesday 2, Wednesday 4 … Sunday 64, added up.
        works_on_holidays: Whether national holidays and the year-end closing do not count.
        year_end: The city's closing across New Year as ("MM-DD", "MM-DD"), or None.
        exceptions: Single days against the usual week: True is open.
    """

    open_weekdays: int = 31
    works_on_holidays: bool = False
    year_end: tuple[str, str] | None = None
    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Whether somebody of the team answers on this day."""
        if day in self.exceptions:
            return self.exceptions[day]
        if not self.open_weekdays & 1 << day.weekday():
            return False
        if self.works_on_holidays:
            return True
        return not is_holiday(day) and not (self.year_end and in_year_end(day, *self.year_end))


def after(start: date, days: int, calendar: Calendar) -> date:
    """The day that is so many working days after `start`, which itself does not count.

    With 0 days: `start` itself when the team is open, or else its next open day.

    Raises:
        ValueError: when the days are negative or the team does not open within ten years.
    """
    if days < 0:
        raise ValueError("working days are counted forward; see `before`")
    return _count(start, days, calendar, 1)


def before(due: date, days: int, calendar: Calendar) -> date:
    """The day that is so many working days before `due`, for reminders."""
    if days < 0:
        raise ValueError("working days are counted backward; see `after`")
    return _count(due, days, calendar, -1)


def between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and including `end`; negative when it is past."""
    if end < start:
        return -between(end, start, calendar)
    return sum(
        calendar.is_open(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)
    )


def _count(start: date, days: int, calendar: Calendar, step: int) -> date:
    day, left = start, days
    for _n in range(LONGEST_WAIT):
        if left == 0 and calendar.is_open(day):
            return day
        day += timedelta(days=step)
        if left and calendar.is_open(day):
            left -= 1
            if left == 0:
                return day
    raise ValueError("this team does not open within ten years")
