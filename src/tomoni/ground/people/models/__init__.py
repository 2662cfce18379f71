"""The tables of people, by subject."""

from tomoni.ground.people.models.accounts import RoleHeld, User, UserManager
from tomoni.ground.people.models.charges import Charge
from tomoni.ground.people.models.codes import LetterCode, TextCode
from tomoni.ground.people.models.consents import Consent, ConsentText
from tomoni.ground.people.models.households import Household, HouseholdMember, Relation
from tomoni.ground.people.models.identities import OutsideIdentity
from tomoni.ground.people.models.mandates import ActFor, Mandate, OfficeRun, Scope
from tomoni.ground.people.models.merges import PersonMerge
from tomoni.ground.people.models.organisations import Membership, Organisation
from tomoni.ground.people.models.persons import Person
from tomoni.ground.people.models.ringing import Ring, RingQuerySet
from tomoni.ground.people.models.teams import Cover, Team, TeamDay, TeamMembership
from tomoni.ground.people.models.terms import TermQuerySet

__all__ = [
    "ActFor",
    "Charge",
    "Consent",
    "ConsentText",
    "Cover",
    "Household",
    "HouseholdMember",
    "LetterCode",
    "Mandate",
    "Membership",
    "OfficeRun",
    "Organisation",
    "OutsideIdentity",
    "Person",
    "PersonMerge",
    "Relation",
    "Ring",
    "RingQuerySet",
    "RoleHeld",
    "Scope",
    "Team",
    "TeamDay",
    "TeamMembership",
    "TermQuerySet",
    "TextCode",
    "User",
    "UserManager",
]
