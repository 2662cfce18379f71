"""Two acts that cannot both be: what is given, the two requests, and how many are too many afterwards.

`given` and `wrong` run in a process of their own on the town's database, once for all pairs, because starting
one takes seconds. A pair's name says what two people do at the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass

PAIRS: dict[str, "Pair"] = {}


@dataclass(frozen=True)
class Pair:
    """`given()` makes the rows and gives the requests as (who, path, answers) and a key; `wrong(key)`
    is 0 when exactly one of the two was done, else what there is too much or too little."""

    given: Callable[[], tuple[list[tuple[str, str, dict]], str]]
    wrong: Callable[[str], int]


def pair(name: str, wrong: Callable[[str], int]):
    """Makes a function that gives the rows a pair."""

    def keep(given):
        PAIRS[name] = Pair(given, wrong)
        return given

    return keep


def given(copies: int, names: list[str]) -> dict[str, list]:
    """So many copies of each of these pairs, each with rows of its own."""
    known()
    return {name: [PAIRS[name].given() for _n in range(copies)] for name in names}


def wrong(made: dict[str, list]) -> dict[str, list[int]]:
    """What the database holds too much of, for each copy of every pair."""
    known()
    return {name: [PAIRS[name].wrong(key) for _posts, key in made[name]] for name in made}


def known() -> None:
    """Let every module join its pairs."""
    from tests.races.pairs import desk, helping, operators, staff  # noqa: F401 (they join)


def names() -> list[str]:
    """What the pairs are called."""
    known()
    return list(PAIRS)
