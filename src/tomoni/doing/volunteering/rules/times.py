"""The parts of a week in which somebody can help: three a day, one bit each."""

from datetime import datetime

PARTS = ((6, 12), (12, 17), (17, 22))  # Hours of morning, afternoon and evening.
BITS = len(PARTS) * 7


def bit(weekday: int, part: int) -> int:
    """The bit of one part of one day.

    Args:
        weekday: 0 is Monday.
        part: 0 morning, 1 afternoon, 2 evening.
    """
    return 1 << (weekday * len(PARTS) + part)


def parts_of(starts_at: datetime, ends_at: datetime) -> int:
    """Every part that a time touches; both are local, on the wall clock.

    What lies at night touches none, and then nothing that was told speaks against it.
    """
    found = 0
    begin = starts_at.hour + starts_at.minute / 60
    end = begin + (ends_at - starts_at).total_seconds() / 3600
    for number, (first, last) in enumerate(PARTS):
        if begin < last and end > first:
            found |= bit(starts_at.weekday(), number)
    return found


def fits(times: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether somebody who told these parts can come the whole time; who told none always may."""
    wanted = parts_of(starts_at, ends_at)
    return not times or times & wanted == wanted


def told(times: int) -> list[tuple[int, int]]:
    """(weekday, part) of every bit that is set."""
    return [(d, p) for d in range(7) for p in range(len(PARTS)) if times & bit(d, p)]
