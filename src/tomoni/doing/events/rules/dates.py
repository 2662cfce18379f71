"""On which days the dates of a series fall when holidays are kept, left out or shifted."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from tomoni.core.calendar import is_holiday


def on_holidays(moments: Iterable[datetime], rule: str) -> list[tuple[datetime, datetime]]:
    """Pairs of (where the rule put it, when it takes place); both aware, in the series' zone.

    Args:
        rule: ``keep``, ``skip`` (no date on a holiday) or ``shift`` (the next working day at the
            same time of the wall clock).
    """
    found = []
    for moment in moments:
        if rule == "keep" or not is_holiday(moment.date()):
            found.append((moment, moment))
        elif rule == "shift":
            days = (next_working_day(moment.date()) - moment.date()).days
            found.append((moment, moment + timedelta(days=days)))
    return found


def next_working_day(day: date) -> date:
    """The first day after `day` that is neither Saturday, Sunday nor a national holiday."""
    day += timedelta(days=1)
    while day.weekday() >= 5 or is_holiday(day):
        day += timedelta(days=1)
    return day
