"""Whose turn it is when a time becomes free."""

from datetime import date, datetime, timedelta

NOON = 12 * 60
HOURS = 24
LEAST = timedelta(hours=2)  # Shorter, nobody sees the message in time.


def fits(*, day: date, minute_of_day: int, from_on: date, until_on: date, part: str) -> bool:
    """Whether a free time is one that somebody waits for."""
    if not from_on <= day <= until_on:
        return False
    if part == "morning":
        return minute_of_day < NOON
    if part == "afternoon":
        return minute_of_day >= NOON
    return True


def offer_ends(*, at: datetime, starts_at: datetime, notice_hours: int) -> datetime | None:
    """Until when an offer stands; None when the time is too near to offer it at all.

    A day, but never past the last moment at which the time could still be booked.
    """
    last = starts_at - timedelta(hours=notice_hours)
    ends = min(at + timedelta(hours=HOURS), max(last, at))
    return ends if ends - at >= LEAST else None
