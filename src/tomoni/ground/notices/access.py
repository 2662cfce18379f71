"""Who may look into the outbox, send again, and post letters."""

from enum import StrEnum


class Ability(StrEnum):
    """What a role may do in the outbox."""

    SEE = "notices.see"
    SEND_AGAIN = "notices.send_again"
    POST_LETTERS = "notices.post_letters"
