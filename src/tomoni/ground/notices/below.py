"""What the room below wants to tell people goes out through the outbox (people/telling.py)."""

from datetime import datetime
from typing import Any

from tomoni.ground.notices import kinds
from tomoni.ground.notices.actions import Recipient, tell
from tomoni.ground.people import telling


def join() -> None:
    """Register that room's kinds and take what it tells; called once at start."""
    for kind in telling.NOTICES:
        kinds.register(
            kind.code,
            kind.name,
            kind.template,
            channels=("letter",) if kind.only_letter else kinds.CHANNELS,
            may_be_switched_off=False,
        )
    if take not in telling.told:
        telling.told.append(take)


def take(*, kind: str, to: Any, values: Any, key: str, by: Any, at: datetime) -> None:
    tell(kind=kind, to=Recipient.of(to), values=values, key=key, by=by, at=at)
