"""Who waits for their turn at one date, and what one of them is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.crypto import constant_time_compare

from tomoni.core.link_keys import key_of
from tomoni.doing.events.models import Role, Turn
from tomoni.doing.events.rules import turns as rules

SILENCE = timedelta(seconds=5)  # So long nobody was let in: then whoever looks lends a hand.

# What the page of a turn needs; a crowd asks for it every few seconds.
SHOWN = (
    *("arrived_at", "settled_at", "refusal", "field", "language", "seats", "form"),
    *("sign_up__number", "role__capacity", "role__taken", "role__occurrence_id"),
)


@dataclass(frozen=True)
class Ahead:
    """Who came before one turn and is not in yet."""

    parties: int
    people: int
    left: int | None  # Seats free now; None without a limit.

    @property
    def is_seat_likely(self) -> bool:
        """Whether the free seats are enough for all before, were nobody to change their mind."""
        return self.left is None or self.people < self.left

    @property
    def look_again(self) -> int:
        """Seconds until it is worth looking again."""
        return rules.look_again(self.parties)


def key(turn: Turn) -> str:
    """The secret part of a turn's own address; made anew each time, kept nowhere."""
    return key_of("events.turn", turn.pk)


def by_link(pk: Any, secret: str) -> Turn | None:
    """The turn behind an address; None for a wrong key or one that is forgotten."""
    if not constant_time_compare(key_of("events.turn", pk), secret):
        return None
    rows = Turn.objects.select_related("role", "sign_up").only(*SHOWN).order_by()
    return rows.filter(pk=pk).first()


def whole_role(turn: Turn) -> Role:
    """The role with everything its form needs."""
    return Role.objects.select_related("occurrence__series__organisation").get(pk=turn.role_id)


def somebody_waits(role: Role) -> bool:
    """Whether forms for this role came before and are not in yet."""
    return Turn.objects.filter(role=role, settled_at=None).exists()


def others_come(role: Role, *, at: datetime) -> bool:
    """Whether a form for this role was given a turn within the last second."""
    a_second_ago = at - timedelta(seconds=1)
    return Turn.objects.filter(role=role, settled_at=None, arrived_at__gt=a_second_ago).exists()


def ahead_of(turn: Turn) -> Ahead:
    """Who stands before this turn."""
    before = Turn.objects.filter(role=turn.role_id, settled_at=None).filter(
        Q(arrived_at__lt=turn.arrived_at) | Q(arrived_at=turn.arrived_at, pk__lt=turn.pk)
    )
    found = before.aggregate(parties=Count("pk"), people=Sum("seats"))
    return Ahead(found["parties"], found["people"] or 0, turn.role.left)


def is_stuck(turn: Turn, *, at: datetime) -> bool:
    """Whether nobody has been let in for some seconds although this one waits longer than that."""
    if turn.arrived_at > at - SILENCE:
        return False
    return not Turn.objects.filter(role=turn.role_id, settled_at__gt=at - SILENCE).exists()


def roles_with_open() -> list[Role]:
    """The roles at which somebody waits for their turn."""
    rows = Turn.objects.filter(settled_at=None).order_by("role_id")
    return list(Role.objects.filter(pk__in=rows.values("role")).order_by("pk"))


def roles_to_forget(*, before: datetime) -> list[Role]:
    """The roles with turns that were settled before a moment."""
    rows = Turn.objects.filter(settled_at__lt=before).order_by("role_id")
    return list(Role.objects.filter(pk__in=rows.values("role")).order_by("pk"))
