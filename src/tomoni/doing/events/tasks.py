"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.doing.events.actions import waiting


@timetable.every("events.waiting", minutes=5)
def look_after_waiting(at: datetime) -> None:
    """Holds and offers whose hour is over are let go; their seats go to the next in line."""
    waiting.expire_due(at=at)
