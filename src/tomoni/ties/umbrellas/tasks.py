"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.ties.umbrellas.actions import pressing, ringing


@timetable.every("umbrellas.forget", daily_at="03:20")
def forget(at: datetime) -> None:
    """Which device pressed is known for two days, who was rung until three months after the call."""
    pressing.forget(at=at)
    ringing.forget(at=at)
