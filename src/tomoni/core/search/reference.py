"""Matching and ranking in plain Python: what the databases must answer."""

from collections.abc import Callable, Iterable

from tomoni.core.search import grams
from tomoni.core.search.asking import Query

RANKS = 6  # exact name, name begins, in the name, in any name, in the words, anywhere
Plan = list[tuple[int, tuple[str, ...]]]


def plan(query: Query, rank: int) -> Plan:
    """What a document must contain for this rank: (scope, alternatives) for every word."""
    scope = (grams.NAMES, grams.NAME, grams.NAME, grams.NAMES, grams.WORDS, grams.ALL)[rank]
    needs: Plan = [(scope, forms) for forms in query.words]
    if rank <= 1:
        needs[0] = (scope, tuple(grams.BEGIN + form for form in needs[0][1]))
    if rank == 0:
        needs[-1] = (scope, tuple(form + grams.END for form in needs[-1][1]))
    return needs


def fields_to_scopes(name: str, names: str, wordy: str, body: str) -> tuple[str, ...]:
    """The four nested texts of a document."""
    one = f"{name} {names}"
    two = f"{one} {wordy}"
    return name, one, two, f"{two} {body}"


def fits(scopes: tuple[str, ...], needs: Plan) -> bool:
    for scope, forms in needs:
        text = scopes[scope]
        if not any(form in text for form in forms):
            return False
    return True


def rank_of(scopes: tuple[str, ...], query: Query) -> int | None:
    """The best rank of a document, 0 to 5, or None when it does not match."""
    if not fits(scopes, plan(query, RANKS - 1)):
        return None
    return ranking(query)(scopes)


def ranking(query: Query) -> Callable[[tuple[str, ...]], int]:
    """The rank of documents known to match; the text of the last scope is not looked at."""
    plans = [plan(query, rank) for rank in range(RANKS - 1)]

    def rank(scopes: tuple[str, ...]) -> int:
        for number, needs in enumerate(plans):
            if fits(scopes, needs):
                return number
        return RANKS - 1

    return rank


def order_key(rank: int, doc_id: int, name: str, weight: int) -> tuple[int, int, int, int]:
    """Rank first; what is running before what rests; then the closest name."""
    return rank, weight, len(name), doc_id


def find_all(rows: Iterable[tuple[int, str, str, str, str]], query: Query) -> dict[int, int]:
    """Document id → rank over (id, name, names, words, body) rows, by brute force."""
    found = {}
    for doc_id, *fields in rows:
        rank = rank_of(fields_to_scopes(*fields), query)
        if rank is not None:
            found[doc_id] = rank
    return found
