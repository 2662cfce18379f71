"""Neighbourhood associations: their officers, households, meetings, dues, tasks and papers."""

from tomoni.ties.neighbourhoods.models.associations import (
    AreaTown,
    Association,
    Group,
    HandoverNote,
    Officer,
    YearDate,
)
from tomoni.ties.neighbourhoods.models.households import Due, EmergencyEntry, MemberHousehold
from tomoni.ties.neighbourhoods.models.meetings import (
    Ballot,
    GeneralMeeting,
    Hands,
    Item,
    Majority,
    Presence,
    Vote,
)
from tomoni.ties.neighbourhoods.models.tasks import DispatchRequest, Taking, Task, TaskPlace

__all__ = [
    "AreaTown",
    "Association",
    "Ballot",
    "DispatchRequest",
    "Due",
    "EmergencyEntry",
    "GeneralMeeting",
    "Group",
    "HandoverNote",
    "Hands",
    "Item",
    "Majority",
    "MemberHousehold",
    "Officer",
    "Presence",
    "Taking",
    "Task",
    "TaskPlace",
    "Vote",
    "YearDate",
]
