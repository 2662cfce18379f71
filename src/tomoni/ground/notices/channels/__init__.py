"""The ways out of the house. None of them writes to the database; `actions.sending` does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID


class Parcel(NamedTuple):
    """One delivery as a channel needs it."""

    id: UUID
    address: str
    tries: int
    notice: UUID
    wording: int
    name: str
    kind: str


@dataclass(frozen=True)
class Answer:
    """What became of one try: accepted, soft, hard, unclear, or trouble with the channel itself.

    `gone` names push subscriptions that no longer exist.
    """

    outcome: str
    said: str = ""
    wait: timedelta | None = None
    bad_address: bool = False
    gone: tuple[int, ...] = ()


# Asked once: the answers to a heap that has been begun, in any order, one for each parcel.
Finish = Callable[[], list[tuple[Parcel, Answer]]]
