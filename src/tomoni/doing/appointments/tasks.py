"""What this room does by itself."""

from datetime import datetime

from tomoni.core import timetable
from tomoni.doing.appointments.actions import calendars, reminding


@timetable.every("appointments.remind", minutes=10)
def remind(at: datetime) -> None:
    """The day before, everybody is reminded."""
    reminding.remind_due(at=at)


@timetable.every("appointments.waiting", minutes=10)
def waiting(at: datetime) -> None:
    """Offers that ended go to the next who waits."""
    reminding.look_after_waiting(at=at)


@timetable.every("appointments.calendars", minutes=60)
def read_calendars(at: datetime) -> None:
    """What workers have in calendars of their own blocks time here."""
    calendars.read_all(at=at)
