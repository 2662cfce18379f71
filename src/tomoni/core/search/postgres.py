"""The index on PostgreSQL: a GIN index over the tokens, then a look at the text itself.

GIN knows which tokens a document has, not where, so words of three characters and more are
looked for once more in the normalised text. A frequent word would make GIN collect half of
the table only to show twenty rows; then the documents are read in order until there are
enough. Their numbers are hashes, so the first thousand are as good a sample as any.
"""

from typing import Any

from django.db import connection

from tomoni.core.search import grams
from tomoni.core.search.reference import Plan

Narrow = tuple[str, tuple[Any, ...]] | None

FREQUENT = 1500
TOKENS = "core_search_grams(tokens)"
SCOPES = (
    "name",
    "(name || ' ' || names)",
    "(name || ' ' || names || ' ' || words)",
    "(name || ' ' || names || ' ' || words || ' ' || body)",
)


def matching(needs: Plan, bounds: tuple[int, int], most: int, narrow: Narrow) -> list[int]:
    """Up to `most` document numbers that contain all that is needed, in no order."""
    where, params = _by_index(needs, bounds)
    extra, extra_params = _narrow(narrow)
    return _ids(
        f"SELECT id FROM core_searchdoc WHERE {where}{extra} LIMIT %s",  # noqa: S608
        (*params, *extra_params, most),
    )


def first(needs: Plan, bounds: tuple[int, int], most: int, narrow: Narrow) -> list[int]:
    """The first `most` document numbers, in order."""
    where, params = _by_index(needs, bounds)
    extra, extra_params = _narrow(narrow)
    with connection.cursor() as cursor:
        # The index gives no order, so the rows are counted and sorted where they are.
        cursor.execute(
            "WITH hits AS MATERIALIZED"  # noqa: S608
            f" (SELECT id FROM core_searchdoc WHERE {where}{extra} LIMIT %s)"
            " SELECT id, (SELECT count(*) FROM hits) FROM hits ORDER BY id LIMIT %s",
            (*params, *extra_params, FREQUENT + 1, most),
        )
        rows = cursor.fetchall()
    if not rows or rows[0][1] <= FREQUENT:
        return [row[0] for row in rows]
    where, params = _by_text(needs)
    return _ids(
        f"SELECT id FROM core_searchdoc WHERE id BETWEEN %s AND %s AND {where}{extra}"  # noqa: S608
        " ORDER BY id LIMIT %s",
        (*bounds, *params, *extra_params, most),
    )


def keys_sql(needs: Plan, bounds: tuple[int, int]) -> tuple[str, tuple[Any, ...]]:
    where, params = _by_index(needs, bounds)
    return f"SELECT key FROM core_searchdoc WHERE {where}", params  # noqa: S608


def sharing(pairs: list[str], bounds: tuple[int, int], most: int) -> list[int]:
    """Documents whose names have any of the pairs."""
    return sorted(
        _ids(
            f"SELECT id FROM core_searchdoc WHERE {TOKENS} && %s"  # noqa: S608
            " AND id BETWEEN %s AND %s ORDER BY id LIMIT %s",
            ([f"{grams.NAMES}{pair}" for pair in pairs], *bounds, most),
        )
    )


def _by_index(needs: Plan, bounds: tuple[int, int]) -> tuple[str, tuple[Any, ...]]:
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
    # The bounds come last and cheap: they must not lure the planner from the GIN index.
    parts.append("(id + 0) BETWEEN %s AND %s")
    return " AND ".join(parts), (*params, *bounds)


def _by_text(needs: Plan) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    params: list[Any] = []
    for scope, forms in needs:
        parts.append("(" + " OR ".join(f"strpos({SCOPES[scope]}, %s) > 0" for _form in forms) + ")")
        params += forms
    return " AND ".join(parts), tuple(params)


def _narrow(narrow: Narrow) -> tuple[str, tuple[Any, ...]]:
    if narrow is None:
        return "", ()
    sql, params = narrow
    return f" AND key IN ({sql})", params


def _ids(sql: str, params: tuple[Any, ...]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]
