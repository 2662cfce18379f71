"""What the town holds about one person, from every room that holds something.

    holdings.register("notices", _("お知らせ"), mine, order=60)      # in the room's `apps.ready()`

`mine(user, entries)` gives rows of (what it is, what stands there); `entries` are the person's
entry and those that were merged into it. A room says what it holds in plain words and hands out
nobody else's data. The page and the file that people take home then show it by themselves.

`scopes` says which scopes of a mandate open the group to a delegate. For a person without an
account `user` is one that exists nowhere, so that a query by it finds nothing.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.functional import Promise

from tomoni.ground.people.models import Person, Scope, User

Row = tuple[str, str]
Query = Callable[[User, list[Person]], Iterable[Row]]


@dataclass(frozen=True)
class Holding:
    """One group of the page."""

    code: str
    name: str | Promise
    query: Query
    order: int = 50
    scopes: frozenset[str] = frozenset({Scope.READ})
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A group with what stands in it."""

    code: str
    name: str
    rows: tuple[Row, ...]


_holdings: dict[str, Holding] = {}


def register(
    code: str,
    name: str | Promise,
    query: Query,
    *,
    order: int = 50,
    scopes: Collection[str] = (Scope.READ,),
    shows: Collection[str] = (),
) -> None:
    """Make a group known; called in a room's `ready()`. Registering again changes nothing.

    Args:
        shows: The fields (``app.Model.field``) that tie a row to the person and that `query` follows.
            A test asks for every such field of every table: shown here, or left out with a reason
            in config/personal.py.
    """
    if code not in _holdings:
        _holdings[code] = Holding(code, name, query, order, frozenset(scopes), tuple(shows))


def about(
    user: User, entries: list[Person], *, scopes: Collection[str] | None = None
) -> list[Shown]:
    """Every group that holds something about this person, in the order of the page.

    Args:
        scopes: What a delegate's mandates carry; None for the person themselves, who sees all.
    """
    found = []
    for one in sorted(_holdings.values(), key=lambda one: (one.order, one.code)):
        if scopes is not None and one.scopes.isdisjoint(scopes):
            continue
        if rows := tuple((str(label), str(value)) for label, value in one.query(user, entries)):
            found.append(Shown(one.code, str(one.name), rows))
    return found


def about_somebody(person: Person, entries: list[Person], scopes: Collection[str]) -> list[Shown]:
    """The same for a delegate; somebody without an account gets one that exists nowhere."""
    return about(person.user or User(pk=uuid4()), entries, scopes=scopes)


def shown_fields() -> frozenset[str]:
    """Every field that some group follows."""
    return frozenset(field for one in _holdings.values() for field in one.shows)


def scopes_that_open() -> frozenset[str]:
    """Every scope that opens at least one group."""
    return frozenset(scope for one in _holdings.values() for scope in one.scopes)


def as_data(shown: Iterable[Shown]) -> dict[str, Any]:
    """The same for the file that machines read."""
    return {
        group.code: {
            "name": group.name,
            "rows": [{"what": what, "value": value} for what, value in group.rows],
        }
        for group in shown
    }
