"""Where higher rooms join in: each list is extended in a room's `apps.py` and called in order.

A function that is joined may raise `Refused`; the action it guards then does not happen.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

# (team=, on=, by=, at=): before a team is dissolved. Whoever still has matters in its hands refuses.
before_dissolving: list[Callable[..., None]] = []

# (person=, by=, at=): before a person is deleted or their data destroyed.
before_deleting_person: list[Callable[..., None]] = []

# (user=, on=, by=, at=): before somebody leaves a team or an account is closed.
before_leaving_team: list[Callable[..., None]] = []


# (keys=, at=): accounts are forgotten; rooms take away what hangs on them, such as devices.
on_account_forgotten: list[Callable[..., None]] = []

# (person=, words=, by=, at=) → the number of the matter: somebody asks us to correct what we hold.
on_correction_asked: list[Callable[..., str]] = []


def ask(joined: list[Callable[..., None]], **known: Any) -> None:
    """Give everybody who joined the chance to refuse."""
    for function in joined:
        function(**known)


def ask_dissolving(*, team: Any, on: date, by: Any, at: datetime) -> None:
    ask(before_dissolving, team=team, on=on, by=by, at=at)
