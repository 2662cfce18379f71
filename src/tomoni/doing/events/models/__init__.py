"""The events' tables, by subject."""

from tomoni.doing.events.models.coming import (
    Attendance,
    CompetitionRule,
    CompetitionTeam,
    Feedback,
    Score,
)
from tomoni.doing.events.models.feeds import OwnFeed
from tomoni.doing.events.models.occurrences import Occurrence, Role, RolePlan
from tomoni.doing.events.models.series import Series, SeriesTag, SeriesText
from tomoni.doing.events.models.signups import AgeBand, Attendee, Invitation, Offer, SignUp
from tomoni.doing.events.models.turns import Turn

__all__ = [
    "AgeBand",
    "Attendance",
    "Attendee",
    "CompetitionRule",
    "CompetitionTeam",
    "Feedback",
    "Invitation",
    "Occurrence",
    "Offer",
    "OwnFeed",
    "Role",
    "RolePlan",
    "Score",
    "Series",
    "SeriesTag",
    "SeriesText",
    "SignUp",
    "Turn",
]
