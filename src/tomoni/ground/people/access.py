"""What people may do with accounts, organisations and the record of what was done."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.module_loading import import_string


class Ability(StrEnum):
    MANAGE_ACCOUNTS = "people.manage"  # Accounts and the roles they hold.
    KEEP_ORGANISATIONS = "people.organisations"  # Organisations and their editors.
    KEEP_TEAMS = "people.teams"  # Teams, who is in them, their days, who covers for whom.
    SEE_PERSONS = "people.persons"  # Persons within one's own scope; every opening is logged.
    KEEP_PERSONS = "people.keep_persons"  # Make persons known, correct them, note consents.
    MERGE_PERSONS = "people.merge"  # Join two entries of one person, and undo it.
    IMPORT_PERSONS = "people.import"  # Take in a list of persons.
    KEEP_MANDATES = "people.mandates"  # Who may act for whom, and accounts run by the office.
    RETAIN = "people.retain"  # How long personal data stays, and its destruction.
    READ_AUDIT = "people.read_audit"
    CODE_TABLES = "people.code_tables"  # Django's admin pages: code tables and rescue.


def known_roles() -> Mapping[str, Any]:
    """The words of config/roles.py, which lies above this room and is therefore asked by name."""
    roles: Mapping[str, Any] = import_string("config.roles.ROLES")
    return roles
