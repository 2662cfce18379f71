"""What people may do with accounts, organisations and the record of what was done."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from tomoni.core.access import can
from tomoni.ground.districts.models import DistrictTown
from tomoni.ground.people.models import Charge, Person, Team, TeamMembership


class Ability(StrEnum):
    MANAGE_ACCOUNTS = "people.manage"  # Accounts and the roles they hold.
    KEEP_ORGANISATIONS = "people.organisations"  # Organisations and their editors.
    KEEP_TEAMS = "people.teams"  # Teams, who is in them, their days, who covers for whom.
    SEE_PERSONS = "people.persons"  # Persons within one's own scope; every opening is logged.
    EVERY_PERSON = "people.every_person"  # Without it: only those of the districts in one's charge.
    KEEP_PERSONS = "people.keep_persons"  # Make persons known, correct them, note consents.
    MERGE_PERSONS = "people.merge"  # Join two entries of one person, and undo it.
    IMPORT_PERSONS = "people.import"  # Take in a list of persons.
    KEEP_MANDATES = "people.mandates"  # Who may act for whom, and accounts run by the office.
    CONSENT_TEXTS = "people.consent_texts"  # The words in which people are asked to consent.
    READ_AUDIT = "people.read_audit"
    BREAK_GLASS = "people.break_glass"  # Open one file outside one's scope in an emergency.
    CODE_TABLES = "people.code_tables"  # Django's admin pages: code tables and rescue.


def known_roles() -> Mapping[str, Any]:
    """The words of config/roles.py, which lies above this room and is therefore asked by name."""
    roles: Mapping[str, Any] = import_string("config.roles.ROLES")
    return roles


def visible_persons(user: Any, on: date) -> QuerySet[Person]:
    """The persons somebody may see on a day: lists and single pages both start here.

    Those merged away are left out; those restricted to a team are seen by that team alone.
    """
    found = Person.objects.filter(merged_into=None)
    if not can(user, Ability.SEE_PERSONS):
        return found.none()
    mine = TeamMembership.objects.filter(user=user.pk).in_force(on).values("team")
    found = found.filter(Q(restricted_to=None) | Q(restricted_to__in=mine))
    if can(user, Ability.EVERY_PERSON):
        return found
    charges = Charge.objects.filter(user=user.pk).in_force(on).values("district")
    towns = DistrictTown.objects.in_force(on).filter(district__in=charges)
    return found.filter(Exists(towns.filter(town=OuterRef("town"))))


def team_to_ask() -> Team | None:
    """Whom to ask about persons who are not on one's list."""
    return Team.objects.filter(is_comprehensive_desk=True).first()
