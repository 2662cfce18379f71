"""What people are told about a baton; written into the outbox with the act itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tomoni.ground.batons.models import Baton


def climbed(
    rows: Sequence[tuple[Baton, UUID]], levels: Iterable[int], *, model: Any, at: datetime
) -> None:
    """Tell those whom silence has reached now."""
