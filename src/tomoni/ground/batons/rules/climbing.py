"""Silence escalates and never expires: the holder, then the team's lead, then the desk."""

NONE, HOLDER, LEAD, DESK = 0, 1, 2, 3


def level(silent_days: int, *, remind: int, lead: int, desk: int) -> int:
    """How far up `silent_days` of working days without an act have climbed.

    Args:
        silent_days: Working days after the due day, or after an offer was made.
        remind: From so many days on the holder is told.
        lead: The same for the team's lead.
        desk: The same for the comprehensive desk.
    """
    if silent_days >= desk:
        return DESK
    if silent_days >= lead:
        return LEAD
    return HOLDER if silent_days >= remind else NONE


def newly_told(old: int, new: int) -> range:
    """The levels to tell now; after an outage all that were skipped."""
    return range(old + 1, new + 1)
