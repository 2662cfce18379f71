"""What people may do with accounts, organisations and the record of what was done."""

from enum import StrEnum


class Ability(StrEnum):
    MANAGE_ACCOUNTS = "people.manage"  # Accounts and the roles they hold.
    KEEP_ORGANISATIONS = "people.organisations"  # Organisations and their editors.
    READ_AUDIT = "people.read_audit"
    CODE_TABLES = "people.code_tables"  # Django's admin pages: code tables and rescue.
