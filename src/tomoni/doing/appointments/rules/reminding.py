"""When somebody is reminded: some hours before, and earlier when a letter has to travel."""

from datetime import datetime, timedelta

POST = timedelta(days=6)  # Printed on a working day, no post at the weekend, two days on the way.


def remind_at(*, starts_at: datetime, hours: int, by_letter: bool) -> datetime:
    """The moment from which the reminder goes out."""
    before = timedelta(hours=hours)
    return starts_at - (max(before, POST) if by_letter else before)
