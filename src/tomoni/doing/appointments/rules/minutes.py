"""Moments as minutes from 1970 in UTC: what intervals are compared in, on both databases."""

from datetime import UTC, date, datetime, timedelta, tzinfo

_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def minute(at: datetime) -> int:
    """The minute a moment lies in."""
    return int((at - _ZERO).total_seconds() // 60)


def moment(minutes: int) -> datetime:
    """The beginning of a minute, in UTC."""
    return _ZERO + timedelta(minutes=minutes)


def midnight(day: date, zone: tzinfo) -> int:
    """The minute with which a day begins in a time zone."""
    return minute(datetime(day.year, day.month, day.day, tzinfo=zone))
