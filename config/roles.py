"""Who may do what: one page that an official can read.

A role is a word somebody holds for a time (people.RoleHeld); an ability is a word a page asks
for. Everybody with an account is a `resident`. Editors of an organisation are not a role: the
membership in the organisation itself decides which listings they may change.
"""

from collections.abc import Iterable

from tomoni.doing.appointments.access import Ability as Appointments
from tomoni.doing.events.access import Ability as Events
from tomoni.doing.points.access import Ability as Points
from tomoni.doing.volunteering.access import Ability as Volunteering
from tomoni.ground.batons.access import Ability as Batons
from tomoni.ground.notices.access import Ability as Notices
from tomoni.ground.people.access import Ability as People
from tomoni.ground.retention.access import Ability as Retention
from tomoni.ties.gathering_places.access import Ability as GatheringPlaces
from tomoni.ties.neighbourhoods.access import Ability as Neighbourhoods
from tomoni.ties.tourism.access import Ability as Tourism
from tomoni.ties.umbrellas.access import Ability as Umbrellas
from tomoni.town.circles.access import Ability as Circles
from tomoni.town.places.access import Ability as Places

ABOUT_PERSONS = {
    People.BREAK_GLASS,
    People.SEE_PERSONS,
    People.EVERY_PERSON,
    People.KEEP_PERSONS,
    People.MERGE_PERSONS,
    People.IMPORT_PERSONS,
    People.KEEP_MANDATES,
    Umbrellas.CALLERS,
}

ROLES: dict[str, tuple[str, frozenset[str]]] = {
    # code: (what it is called, abilities)
    "resident": ("市民", frozenset()),
    "clerk": (
        "社協・市の職員（掲載の担当）",
        frozenset(
            {
                Places.STAFF,
                Places.EDIT,
                Places.PUBLISH,
                Places.MODERATE,
                Places.IMPORT,
                People.KEEP_ORGANISATIONS,
                Batons.WORK,
                *Circles,
                *GatheringPlaces,
                *Neighbourhoods,
                *Tourism,
                *Umbrellas,
                *Appointments,
                *Events,
                Points.SEE,
                Points.KEEP,
                *Volunteering,
                *Notices,
            }
        ),
    ),
    "viewer": ("社協・市の職員（閲覧のみ）", frozenset({Places.STAFF, Volunteering.COUNT})),
    "caseworker": (
        "相談支援員",
        frozenset(
            {
                People.SEE_PERSONS,
                People.EVERY_PERSON,
                People.KEEP_PERSONS,
                People.KEEP_MANDATES,
                Batons.WORK,
                Appointments.WORK,
                People.BREAK_GLASS,
            }
        ),
    ),
    "team_lead": (
        "チームのリーダー",
        frozenset(
            {
                People.SEE_PERSONS,
                People.EVERY_PERSON,
                People.KEEP_PERSONS,
                People.KEEP_MANDATES,
                People.MERGE_PERSONS,
                People.IMPORT_PERSONS,
                People.KEEP_TEAMS,
                People.CONSENT_TEXTS,
                People.BREAK_GLASS,
                Batons.WORK,
                *Circles,
                *GatheringPlaces,
                *Neighbourhoods,
                *Tourism,
                *Umbrellas,
                *Appointments,
                *Events,
                *Points,
                *Volunteering,
                *Notices,
                *Retention,
            }
        ),
    ),
    # Sees only the persons of the districts in their charge (people.Charge).
    "commissioner": ("民生委員児童委員", frozenset({People.SEE_PERSONS, Appointments.WORK})),
    # A resident who shows visitors around: sees those who come to them, and nobody else's.
    "guide": ("ガイドなど、会う約束を受ける市民", frozenset({Appointments.WORK, Tourism.TELL})),
    # Keeps the machine, the accounts and the rules; what is known about persons is not theirs.
    "admin": (
        "システム管理者",
        frozenset(
            {
                *Batons,
                *Circles,
                *GatheringPlaces,
                *Neighbourhoods,
                *Tourism,
                *Umbrellas,
                *Events,
                *Places,
                *People,
                *Notices,
                *Retention,
                Appointments.KEEP,
                Points.RULE,
                Volunteering.COUNT,
            }
            - ABOUT_PERSONS
        ),
    ),
    "auditor": ("監査担当", frozenset({People.READ_AUDIT, Retention.SEE})),
}


def abilities_of_roles(codes: Iterable[str]) -> set[str]:
    """The union of the abilities of these roles; an unknown word gives nothing."""
    found: set[str] = set()
    for code in codes:
        if code in ROLES:
            found |= {str(ability) for ability in ROLES[code][1]}
    return found
