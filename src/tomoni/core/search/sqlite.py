"""The index on SQLite: FTS5 phrases of two-character tokens.

FTS5 gives documents in the order of their numbers, so a limit stops it early.
"""

from typing import Any

from django.db import connection

from tomoni.core.search import grams
from tomoni.core.search.asking import Query
from tomoni.core.search.reference import RANKS, Plan, plan

Narrow = tuple[str, tuple[Any, ...]] | None


def matching(needs: Plan, bounds: tuple[int, int], most: int, narrow: Narrow) -> list[int]:
    """The first `most` document numbers that contain all that is needed, in order."""
    if narrow is None:
        sql = (
            "SELECT rowid FROM core_searchfts WHERE core_searchfts MATCH %s"
            " AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s"
        )
        params: tuple[Any, ...] = (expression(needs), *bounds, most)
    else:
        inner, inner_params = narrow
        sql = (
            "SELECT id FROM core_searchdoc WHERE id IN"  # noqa: S608
            " (SELECT rowid FROM core_searchfts WHERE core_searchfts MATCH %s"
            f" AND rowid BETWEEN %s AND %s) AND key IN ({inner}) ORDER BY id LIMIT %s"
        )
        params = (expression(needs), *bounds, *inner_params, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def in_order(
    query: Query, bounds: tuple[int, int], some: list[int], most: int, narrow: Narrow, is_all: bool
) -> list[int]:
    """The first `most` documents by rank and number.

    Args:
        some: What `matching` gave, with at least `most` documents or all of them.
        is_all: That these are all that match.
    """
    ranked: dict[int, None] = {}
    for rank in range(RANKS):
        if len(ranked) >= most:
            break
        if rank == RANKS - 1 and is_all:
            hits = sorted(some)
        else:
            # Hits of better ranks are among these too, so ask for as many more.
            hits = matching(plan(query, rank), bounds, most + len(ranked), narrow)
        ranked.update(dict.fromkeys(hits))
    return list(ranked)[:most]


def keys_sql(needs: Plan, bounds: tuple[int, int]) -> tuple[str, tuple[Any, ...]]:
    return (
        "SELECT key FROM core_searchdoc WHERE id IN (SELECT rowid FROM core_searchfts"
        " WHERE core_searchfts MATCH %s AND rowid BETWEEN %s AND %s)",
        (expression(needs), *bounds),
    )


def sharing(pairs: list[str], bounds: tuple[int, int], most: int) -> list[int]:
    """Documents whose names have any of the pairs."""
    tokens = " OR ".join(f'"{grams.NAMES}{pair}"' for pair in pairs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM core_searchfts WHERE core_searchfts MATCH %s"
            " AND rowid BETWEEN %s AND %s ORDER BY rowid LIMIT %s",
            (tokens, *bounds, most),
        )
        return [row[0] for row in cursor.fetchall()]


def expression(needs: Plan) -> str:
    """The MATCH expression; every token is quoted, so nothing typed can be an operator."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(grams.needed(scope, form))}"' for form in forms) + ")"
        for scope, forms in needs
    )
