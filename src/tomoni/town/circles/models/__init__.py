"""Circles: organisations and people who meet, decide and keep in touch."""

from tomoni.town.circles.models.circles import Circle, Member
from tomoni.town.circles.models.meetings import (
    AgendaItem,
    Attendance,
    CaseAccess,
    Decision,
    Meeting,
    Minutes,
    MinutesApproval,
    Printout,
    SecrecyOath,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "CaseAccess",
    "Circle",
    "Decision",
    "Meeting",
    "Member",
    "Minutes",
    "MinutesApproval",
    "Printout",
    "SecrecyOath",
]
