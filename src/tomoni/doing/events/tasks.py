"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.doing.events.actions import index, waiting


@timetable.every("events.waiting", minutes=5)
def look_after_waiting(at: datetime) -> None:
    """Holds and offers whose hour is over are let go; their seats go to the next in line."""
    waiting.expire_due(at=at)


@timetable.every("events.index", daily_at="04:20")
def index_anew(at: datetime) -> None:
    """Names of houses and organisers change in their own rooms; the index follows within a day."""
    index.rebuild(at)
