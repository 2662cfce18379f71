"""Which desk answers now. The hours are those of city.toml; unknown hours stay unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tomoni.core.calendar import in_year_end, is_holiday
from tomoni.core.city import City, Phone


@dataclass(frozen=True)
class Line:
    """A telephone line at one moment: `open` is None where no hours are confirmed."""

    phone: Phone
    open: bool | None
    until: int | None = None
    next_day: date | None = None
    next_at: int | None = None


# The same all over Japan, day and night.
ALWAYS = (("119", "fire"), ("110", "police"), ("189", "child"), ("171", "message"))


def line(phone: Phone, *, city: City, at: datetime) -> Line:
    """Whether `phone` answers at `at` (local time), until when, or when next."""
    if not (phone.opens and phone.closes):
        return Line(phone, None)
    opens, closes = _minutes(phone.opens), _minutes(phone.closes)
    now = at.hour * 60 + at.minute
    today = at.date()
    if works(today, city):
        if opens <= now < closes:
            return Line(phone, True, until=closes)
        if now < opens:
            return Line(phone, False, next_day=today, next_at=opens)
    day = today + timedelta(days=1)
    while not works(day, city):
        day += timedelta(days=1)
    return Line(phone, False, next_day=day, next_at=opens)


def works(day: date, city: City) -> bool:
    """Whether the city's offices are open on this day."""
    return day.weekday() < 5 and not is_holiday(day) and not in_year_end(day, *city.year_end)


def lines(city: City, *, at: datetime) -> list[Line]:
    """All lines: those that answer now first, those known to be closed last."""
    found = [line(phone, city=city, at=at) for phone in city.phones]
    order = {True: 0, None: 1, False: 2}
    return sorted(found, key=lambda entry: order[entry.open])


def answering(found: Iterable[Line]) -> list[Line]:
    return [entry for entry in found if entry.open]


def _minutes(words: str) -> int:
    hour, minute = words.split(":")
    return int(hour) * 60 + int(minute)
