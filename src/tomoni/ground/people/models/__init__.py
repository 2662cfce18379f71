"""The tables of people, by subject."""

from tomoni.ground.people.models.accounts import RoleHeld, User, UserManager
from tomoni.ground.people.models.organisations import Membership, Organisation
from tomoni.ground.people.models.persons import Person
from tomoni.ground.people.models.teams import Cover, Team, TeamDay, TeamMembership
from tomoni.ground.people.models.terms import TermQuerySet

__all__ = [
    "Cover",
    "Membership",
    "Organisation",
    "Person",
    "RoleHeld",
    "Team",
    "TeamDay",
    "TeamMembership",
    "TermQuerySet",
    "User",
    "UserManager",
]
