"""What the timetable does with batons by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.ground.batons.actions import attaching, links
from tomoni.ground.batons.actions.climbing import climb as climb_up
from tomoni.ground.batons.actions.mornings import send as send_mornings


@timetable.every("batons.climb", minutes=15)
def climb(at: datetime) -> None:
    """Silence climbs to the holder, the lead and the comprehensive desk."""
    climb_up(at=at)


@timetable.every("batons.forget_misses", daily_at="03:10")
def forget_misses(at: datetime) -> None:
    """Wrong links are counted for an hour and forgotten after a day."""
    links.forget_misses(at=at)


@timetable.every("batons.morning", daily_at="07:00")
def morning(at: datetime) -> None:
    """Everybody with something to look at gets today's list before work."""
    send_mornings(at=at)


@timetable.every("batons.sweep_files", daily_at="03:20")
def sweep_files(at: datetime) -> None:
    """Files whose time is over go, and files that lost their row."""
    attaching.sweep(at=at)
