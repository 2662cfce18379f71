"""Desks and their people, times, bookings with what they hold, who waits, talks."""

from tomoni.doing.appointments.models.bookings import (
    Booking,
    Change,
    Hold,
    Resource,
    Seat,
    Session,
)
from tomoni.doing.appointments.models.desks import Desk, DeskArea, Kind, Room, Worker
from tomoni.doing.appointments.models.talks import TalkRequest, TalkTheme, Worklist
from tomoni.doing.appointments.models.times import (
    Absence,
    BusyCalendar,
    ExtraOpening,
    Opening,
)
from tomoni.doing.appointments.models.waiting import WaitEntry

__all__ = [
    "Absence",
    "Booking",
    "BusyCalendar",
    "Change",
    "Desk",
    "DeskArea",
    "ExtraOpening",
    "Hold",
    "Kind",
    "Opening",
    "Resource",
    "Room",
    "Seat",
    "Session",
    "TalkRequest",
    "TalkTheme",
    "WaitEntry",
    "Worker",
    "Worklist",
]
