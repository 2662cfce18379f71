"""The index on PostgreSQL: a GIN index over the tokens, then a look at the text itself.

GIN knows which tokens a document has, not where, so words of three characters and more are
looked for once more in the normalised text. And GIN gives no order: for a frequent word it
would collect half of the table only to show twenty rows. The first documents of every section
therefore have an index of their own, in two sizes (`schema`). Their numbers are hashes, so a
frequent word finds enough among them, and a word that does not is rare enough for the whole.
"""

from typing import Any

from django.db import connection

from tomoni.core.search import grams
from tomoni.core.search.asking import Query
from tomoni.core.search.reference import RANKS, Plan, plan
from tomoni.core.search.schema import FRONT, HEAD

Narrow = tuple[str, tuple[Any, ...]] | None

FEW = 1000  # Up to so many keys of a filter are looked at one by one, if the word is frequent.
MANY = 2000  # Whoever wants more than so many documents wants all.
NEAR = 100  # A page that ends further down is not looked for in the head.
WHOLE = "true"
# `id + 0` has no index: the table must not be read in its order instead of asking GIN.
BETWEEN = "(id + 0) BETWEEN %s AND %s"
BY_NUMBER = "ORDER BY id + 0"
TOKENS = "core_search_grams(tokens)"
SCOPES = (
    "name",
    "(name || ' ' || names)",
    "(name || ' ' || names || ' ' || words)",
    "(name || ' ' || names || ' ' || words || ' ' || body)",
)


def matching(needs: Plan, bounds: tuple[int, int], most: int, narrow: Narrow) -> list[int]:
    """Up to `most` document numbers that contain all that is needed, in no order."""
    parts = (FRONT, WHOLE) if most <= MANY else (WHOLE,)
    found = _by_parts(*_by_index(needs, bounds, None), most, parts, order="")
    if narrow is None:
        return found
    if len(found) < most:
        return _by_parts(*_by_index(needs, bounds, narrow), most, (WHOLE,), order="")
    sql, params = narrow
    keys = _ids(f"SELECT * FROM ({sql}) AS narrow LIMIT %s", (*params, FEW + 1))  # noqa: S608
    if len(keys) > FEW:
        return _by_parts(*_by_index(needs, bounds, narrow), most, parts, order="")
    where, params = _by_text(needs)
    return _ids(
        f"SELECT id FROM core_searchdoc WHERE key = ANY(%s) AND {where}"  # noqa: S608
        " AND id BETWEEN %s AND %s LIMIT %s",
        (keys, *params, *bounds, most),
    )


def in_order(
    query: Query, bounds: tuple[int, int], some: list[int], most: int, narrow: Narrow, is_all: bool
) -> list[int]:
    """The first `most` documents by rank and number.

    Ranks 1 to 5 are nested, so the first of them that has enough is looked for by halving, and
    what the one before it has is all there is of the better ones. Rank 0 is only part of 3.

    Args:
        some: What `matching` gave, with at least `most` documents or all of them.
        is_all: That these are all that match.
    """
    if is_all and narrow is not None:
        return _ranked(some, query, most)
    better: list[int] = []
    low, high, hits = 0, RANKS - 1, sorted(some) if is_all else []
    for rank in (2, 1, 4, 3):
        if low < rank < high:
            found = _first(query, rank, bounds, narrow, most, is_all)
            if len(found) < most:
                low, better = rank, found
            else:
                high, hits = rank, found
    if low < 3:
        exact = _first(query, 0, bounds, narrow, most, is_all)
        if len(exact) == most:
            return exact
        better = list({*exact, *better})
    if len(better) > 1:
        better = _ranked(better, query, len(better))
    if not hits:
        hits = _first(query, high, bounds, narrow, most, is_all)
    return list(dict.fromkeys([*better, *hits]))[:most]


def _first(
    query: Query,
    rank: int,
    bounds: tuple[int, int],
    narrow: Narrow,
    most: int,
    is_all: bool,
) -> list[int]:
    """The first `most` document numbers of this rank or a better one."""
    parts: tuple[str, ...] = (HEAD, FRONT, WHOLE)
    if rank == 0 or is_all:
        parts = (WHOLE,)  # Few names are exactly what was typed.
    elif rank == 1 or most > NEAR:
        parts = (FRONT, WHOLE)
    return _by_parts(*_by_index(plan(query, rank), bounds, narrow), most, parts)


def _ranked(numbers: list[int], query: Query, most: int) -> list[int]:
    """The first `most` of documents known to match, by rank and number."""
    cases: list[str] = []
    params: list[Any] = []
    for rank in range(RANKS - 1):
        where, some = _by_text(plan(query, rank))
        cases.append(f"WHEN {where} THEN {rank}")
        params += some
    return _ids(
        "SELECT id FROM core_searchdoc WHERE id = ANY(%s)"  # noqa: S608
        f" ORDER BY CASE {' '.join(cases)} ELSE {RANKS - 1} END, id LIMIT %s",
        (numbers, *params, most),
    )


def keys_sql(needs: Plan, bounds: tuple[int, int]) -> tuple[str, tuple[Any, ...]]:
    where, params = _by_index(needs, bounds, None)
    return f"SELECT key FROM core_searchdoc WHERE {where}", params  # noqa: S608


def sharing(pairs: list[str], bounds: tuple[int, int], most: int) -> list[int]:
    """Documents whose names have any of the pairs."""
    tokens = [f"{grams.NAMES}{pair}" for pair in pairs]
    where = f"{TOKENS} && %s AND {BETWEEN}"
    return _by_parts(where, (tokens, *bounds), most, (FRONT, WHOLE))


def _by_parts(
    where: str,
    params: tuple[Any, ...],
    most: int,
    parts: tuple[str, ...],
    order: str = BY_NUMBER,
) -> list[int]:
    """Up to `most` numbers, part by part: what is in a part comes before what is not."""
    found: list[int] = []
    known = ""
    for part in parts:
        found += _ids(
            f"SELECT id FROM core_searchdoc WHERE {part}{known} AND {where}"  # noqa: S608
            f" {order} LIMIT %s",
            (*params, most - len(found)),
        )
        if len(found) == most:
            break
        known = f" AND NOT {part}"
    return found


def _by_index(needs: Plan, bounds: tuple[int, int], narrow: Narrow) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    params: list[Any] = []
    for scope, forms in needs:
        either = []
        for form in forms:
            one = f"{TOKENS} @> %s"
            params.append(sorted(set(grams.needed(scope, form))))
            if len(form) > 2:
                one += f" AND strpos({SCOPES[scope]}, %s) > 0"
                params.append(form)
            either.append(f"({one})")
        parts.append(f"({' OR '.join(either)})")
    parts.append(BETWEEN)
    params += bounds
    if narrow is not None:
        sql, some = narrow
        parts.append(f"key IN ({sql})")
        params += some
    return " AND ".join(parts), tuple(params)


def _by_text(needs: Plan) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    params: list[Any] = []
    for scope, forms in needs:
        parts.append("(" + " OR ".join(f"strpos({SCOPES[scope]}, %s) > 0" for _form in forms) + ")")
        params += forms
    return " AND ".join(parts), tuple(params)


def _ids(sql: str, params: tuple[Any, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
