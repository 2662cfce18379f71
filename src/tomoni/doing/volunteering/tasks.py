"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.doing.volunteering.actions import hours, registers, reminding, turns
from tomoni.doing.volunteering.models import Course


@timetable.every("volunteering.turns", minutes=5)
def look_after_turns(at: datetime) -> None:
    """Offers whose hour is over go to the next; who was checked in has helped when it ends."""
    turns.expire_due(at=at)
    hours.close_ended(at=at)


@timetable.every("volunteering.remind", minutes=60)
def remind(at: datetime) -> None:
    """Turns of the next day, and shifts that lack hands."""
    reminding.remind_due(at=at)
    reminding.warn_due(at=at)


@timetable.every("volunteering.registers", daily_at="04:40")
def enter_registers(at: datetime) -> None:
    """Who was at a course yesterday is in its register today."""
    for course in Course.objects.order_by("pk"):
        registers.enter_attended(course=course, at=at)
