"""Whose turn it is when a time becomes free."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

NOON = 12 * 60
HOURS = 24
FARTHEST = timedelta(days=366)  # Nobody knows a desk's hours beyond that.
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


def why_not_so_late(day: date, *, on: date, phone: str) -> str | None:
    """Why nobody can ask for a day so far away; usually it is a slip in the year."""
    if day <= on + FARTHEST:
        return None
    return _("一年より先の日です。年を確かめてください。先の予定は、お電話でおたずねください。電話: %(phone)s") % {
        "phone": phone
    }  # fmt: skip
