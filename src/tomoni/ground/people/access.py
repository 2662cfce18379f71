"""What people may do with accounts, organisations and the record of what was done."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.module_loading import import_string


class Ability(StrEnum):
    MANAGE_ACCOUNTS = "people.manage"  # Accounts and the roles they hold.
    KEEP_ORGANISATIONS = "people.organisations"  # Organisations and their editors.
    READ_AUDIT = "people.read_audit"
    CODE_TABLES = "people.code_tables"  # Django's admin pages: code tables and rescue.


def known_roles() -> Mapping[str, Any]:
    """The words of config/roles.py, which lies above this room and is therefore asked by name."""
    roles: Mapping[str, Any] = import_string("config.roles.ROLES")
    return roles
