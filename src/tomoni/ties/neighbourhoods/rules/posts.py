"""Posts of an association, and what each may do. The words are the usual ones of Otaru's 町会."""

from enum import StrEnum


class Power(StrEnum):
    """What an officer may do in their own association."""

    SEE = "see"  # The officers' page: dates, groups, how many households.
    HOUSEHOLDS = "households"  # Names and addresses; each opening is logged.
    PAGE = "page"  # The public page, tasks, requests to the city.
    MEETING = "meeting"  # The general meeting.
    DUES = "dues"  # Who has paid, receipts.
    EMERGENCY = "emergency"  # The list for a disaster, kept apart.
    PACK = "pack"  # What new officers are handed, and the officers themselves.
    ROUTE = "route"  # The circular's order.


_ALL = frozenset(Power)
POWERS: dict[str, frozenset[Power]] = {
    "chair": _ALL,
    "deputy": _ALL,
    "secretary": _ALL - {Power.EMERGENCY, Power.DUES},
    "treasurer": frozenset({Power.SEE, Power.HOUSEHOLDS, Power.DUES}),
    "safety": frozenset({Power.SEE, Power.HOUSEHOLDS, Power.EMERGENCY, Power.ROUTE}),
    "group_leader": frozenset({Power.SEE, Power.ROUTE}),
    "auditor": frozenset({Power.SEE}),
}


def powers_of(posts: list[str]) -> frozenset[Power]:
    """Everything these posts may do together."""
    return frozenset(power for post in posts for power in POWERS.get(post, frozenset()))


def posts_with(power: Power) -> list[str]:
    return [post for post, powers in POWERS.items() if power in powers]
