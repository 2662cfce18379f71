"""What this room does by itself."""

import time
from datetime import datetime

from django.utils import timezone

from tomoni.core import jobs, timetable, worker
from tomoni.doing.events.actions import index, turns, waiting
from tomoni.doing.events.models import Role
from tomoni.doing.events.queries import turns as open_turns

BREATH = 0.05  # Seconds at least in which others write; SQLite knows one writer at a time.

REST, REST_IN_A_CROWD = 1, 3  # Times as long as the work took.


@timetable.every("events.waiting", minutes=5)
def look_after_waiting(at: datetime) -> None:
    """Holds and offers whose hour is over are let go; their seats go to the next in line."""
    waiting.expire_due(at=at)


@timetable.every("events.index", daily_at="04:20")
def index_anew(at: datetime) -> None:
    """Names of houses and organisers change in their own rooms; the index follows within a day."""
    index.rebuild(at)


@jobs.job("events.let_in")
def let_in(role: str) -> None:
    """Everybody who waits for their turn at one date, a few at a time."""
    of = Role.objects.filter(pk=role).first()
    if of:
        _let_everybody_in(of)


@jobs.job("events.tell_made")
def tell_made(sign_ups: list[str]) -> None:
    """Those let in get their receipt."""
    turns.tell_made(sign_ups=sign_ups, at=timezone.now())


@timetable.every("events.turns", minutes=1)
def look_after_turns(at: datetime) -> None:
    """Whoever was forgotten at the door comes in; what is done with goes after a day."""
    for role in open_turns.roles_with_open():
        _let_everybody_in(role)
    for role in open_turns.roles_to_forget(before=at - turns.KEPT_FOR):
        turns.forget(role=role, at=at)


def _let_everybody_in(role: Role) -> None:
    """A few, then a rest, which is longer while others come: they are answered first."""
    while not worker.stopping():
        begun = time.monotonic()
        if not turns.let_in(role=role, at=timezone.now()):
            return
        took = time.monotonic() - begun
        still_come = open_turns.others_come(role, at=timezone.now())
        worker.rest(max(BREATH, took * (REST_IN_A_CROWD if still_come else REST)))
