"""What happens when a time becomes free, or when a booking has found its answer.

The waiting list and the worklists of absences stand above the acts on one booking; they join here
in `apps.ready()`, so that the acts need not know them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tomoni.doing.appointments.models import Booking, Kind, Session, Worker

on_freed: list[Callable[..., None]] = []
on_settled: list[Callable[..., None]] = []


def told(
    kind: Kind, worker: Worker, starts_at: datetime, *, at: datetime, session: Session | None = None
) -> None:
    """A time, or a seat of a session, is free again."""
    for act in on_freed:
        act(kind=kind, worker=worker, starts_at=starts_at, at=at, session=session)


def settled(booking: Booking, *, by: Any, at: datetime) -> None:
    """A booking was moved, handed over, called off or has taken place."""
    for act in on_settled:
        act(booking=booking, by=by, at=at)
