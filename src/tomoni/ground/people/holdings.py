"""What the town holds about one person, from every room that holds something.

    holdings.register("notices", _("お知らせ"), mine, order=60)      # in the room's `apps.ready()`

`mine(user, entries)` gives rows of (what it is, what stands there); `entries` are the person's
entry and those that were merged into it. A room says what it holds in plain words and hands out
nobody else's data. The page and the file that people take home then show it by themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from tomoni.ground.people.models import Person, User

Row = tuple[str, str]
Query = Callable[[User, list[Person]], Iterable[Row]]


@dataclass(frozen=True)
class Holding:
    """One group of the page."""

    code: str
    name: str | Promise
    query: Query
    order: int = 50


@dataclass(frozen=True)
class Shown:
    """A group with what stands in it."""

    code: str
    name: str
    rows: tuple[Row, ...]


_holdings: dict[str, Holding] = {}


def register(code: str, name: str | Promise, query: Query, *, order: int = 50) -> None:
    """Make a group known; called in a room's `ready()`. Registering again changes nothing."""
    if code not in _holdings:
        _holdings[code] = Holding(code, name, query, order)


def about(user: User, entries: list[Person]) -> list[Shown]:
    """Every group that holds something about this person, in the order of the page."""
    found = []
    for one in sorted(_holdings.values(), key=lambda one: (one.order, one.code)):
        if rows := tuple((str(label), str(value)) for label, value in one.query(user, entries)):
            found.append(Shown(one.code, str(one.name), rows))
    return found


def as_data(shown: Iterable[Shown]) -> dict[str, Any]:
    """The same for the file that machines read."""
    return {
        group.code: {
            "name": group.name,
            "rows": [{"what": what, "value": value} for what, value in group.rows],
        }
        for group in shown
    }
