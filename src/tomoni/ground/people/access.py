"""What people may do with accounts and organisations."""

from enum import StrEnum


class Ability(StrEnum):
    MANAGE_ACCOUNTS = "people.manage"
    READ_AUDIT = "people.read_audit"
