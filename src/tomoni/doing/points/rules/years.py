"""Fiscal years, and windows of the year."""

from datetime import date, timedelta

from tomoni.doing.points.rules.terms import Day, Terms


def year_of(on: date, begins: Day = (4, 1)) -> tuple[date, date]:
    """First and last day of the fiscal year that holds a day."""
    first = date(on.year, *begins)
    if first > on:
        first = date(on.year - 1, *begins)
    return first, date(first.year + 1, *begins) - timedelta(days=1)


def months_later(on: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has none."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(on.day, last))


def last_day(earned_on: date, terms: Terms) -> date | None:
    """The last day on which points earned on a day can be used; None when they never lapse."""
    if terms.lapse == "year":
        _first, last = year_of(earned_on, terms.year_begins)
        # From the first day after, so that "two months" after 31 March is 31 May.
        return months_later(last + timedelta(days=1), terms.lapse_months) - timedelta(days=1)
    if terms.lapse == "earned":
        return months_later(earned_on, terms.lapse_months)
    return None


def is_in_window(on: date, terms: Terms) -> bool:
    """Whether claims are taken on that day; a window may go over the New Year."""
    if terms.window is None:
        return True
    first, last = terms.window
    day = (on.month, on.day)
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


def next_window(on: date, terms: Terms) -> date | None:
    """The first day from `on` on which claims are taken; None when they are always."""
    if terms.window is None:
        return None
    if is_in_window(on, terms):
        return on
    first = date(on.year, *terms.window[0])
    return first if first >= on else date(on.year + 1, *terms.window[0])


def age_on(birth: date, on: date) -> int:
    """Years of age; born on 29 February one is a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
