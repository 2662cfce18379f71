"""How often somebody who waits for their turn looks again."""

A_SECOND = 30  # Parties let in each second by a modest machine.
SOONEST, LATEST = 4, 30


def look_again(parties_before: int) -> int:
    """Seconds until the next look: about when their turn will be, so that looking costs little."""
    return min(LATEST, max(SOONEST, parties_before // A_SECOND + SOONEST))
