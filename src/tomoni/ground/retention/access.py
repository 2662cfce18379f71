"""Who may see how long things stay, hold something back, and say yes to destruction."""

from enum import StrEnum


class Ability(StrEnum):
    RETAIN = "retention.retain"  # Rules, holds, and one of the two approvals of a destruction.
    SEE = "retention.see"  # The pages and the record of what was destroyed, reading.
