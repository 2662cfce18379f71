"""From a query to ranked keys, with the same answer on SQLite and PostgreSQL.

Few hits (up to FINE) are fetched and ordered closely; many hits are listed rank by rank in
document order, reading no further than the page needs. Both regimes depend on the query and
the data only, never on the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from tomoni.core.models import SearchDoc
from tomoni.core.search import postgres, reference, sqlite
from tomoni.core.search.asking import Query
from tomoni.core.search.reference import RANKS, order_key, plan
from tomoni.core.search.writing import HASH_BITS, WEIGHT_BITS, Section

CAP = 1000  # Results that can be paged through; beyond, the page asks for one more word.
EVERYTHING = 2**31
FINE = 200  # Up to so many hits are ordered by closeness.


@dataclass(frozen=True)
class Found:
    """A page of keys in order, and how many there are (`is_capped`: CAP or more)."""

    keys: tuple[UUID, ...]
    count: int
    is_capped: bool = False


def find(
    section: Section,
    query: Query,
    *,
    start: int = 0,
    size: int = 20,
    within: QuerySet[Any] | None = None,
    known: Sequence[UUID] | None = None,
) -> Found:
    """The keys from `start` on, best first.

    Args:
        within: A queryset of one column of keys; only these are found.
        known: The keys of all that will be found, or more than CAP of them, where the caller
            knows already; then they only have to be put in order.
    """
    if not query:
        return Found((), 0)
    engine = _engine()
    bounds = (section.first, section.last)
    try:
        narrow = _subquery(within)
    except EmptyResultSet:
        return Found((), 0)
    end = min(start + size, CAP)
    some = []
    if known is None:
        some = engine.matching(plan(query, RANKS - 1), bounds, CAP + 1, narrow)
    elif len(known) <= CAP:
        some = list(
            SearchDoc.objects.filter(key__in=known, id__range=bounds).values_list("id", flat=True)
        )
    is_all = len(some) <= CAP and (known is None or len(known) <= CAP)
    if is_all and len(some) <= FINE:
        keys = _fine(some, query)[start:end]
    else:
        keys = _keys(engine.in_order(query, bounds, some, end, narrow, is_all)[start:])
    return Found(tuple(keys), len(some) if is_all else CAP, not is_all)


def _keys(numbers: list[int]) -> list[UUID]:
    if not numbers:
        return []
    holes = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, key FROM core_searchdoc WHERE id IN ({holes})", numbers)  # noqa: S608
        keys = dict(cursor.fetchall())
    # SQLite keeps a key as its digits.
    return [UUID(str(keys[number])) for number in numbers if number in keys]


def matching_keys(section: Section, query: Query) -> RawSQL:
    """All keys that match, as an expression for `pk__in`."""
    sql, params = _engine().keys_sql(plan(query, RANKS - 1), (section.first, section.last))
    return RawSQL(sql, params)  # noqa: S611  (Only tokens made by `grams` and numbers.)


def matching_numbers(section: Section, query: Query) -> list[int]:
    """The document numbers of everything that matches, in no order."""
    if not query:
        return []
    bounds = (section.first, section.last)
    found: list[int] = _engine().matching(plan(query, RANKS - 1), bounds, EVERYTHING, None)
    return found


def near_names(section: Section, word: str, most: int = 200) -> list[tuple[UUID, str]]:
    """Keys and normalised names that share a pair of characters with a word, for typo help."""
    pairs = sorted({word[i : i + 2] for i in range(len(word) - 1)})
    if not pairs:
        return []
    ids = _engine().sharing(pairs, (section.first, section.last), most)
    rows = SearchDoc.objects.filter(id__in=ids).order_by("id").values_list("key", "name", "names")
    return [(key, f"{name} {names}") for key, name, names in rows]


def _engine() -> Any:
    return postgres if connection.vendor == "postgresql" else sqlite


def _fine(ids: list[int], query: Query) -> list[UUID]:
    rank = reference.ranking(query)
    rows = SearchDoc.objects.filter(id__in=ids).values_list("id", "key", "name", "names", "words")
    ordered = []
    for doc, key, name, names, wordy in rows:
        one = f"{name} {names}"
        place = rank((name, one, f"{one} {wordy}"))
        ordered.append((order_key(place, doc, name, weight_of(doc)), key))
    return [key for _order, key in sorted(ordered)]


def weight_of(doc_id: int) -> int:
    """The weight a document was written with; it is part of its number."""
    return (doc_id >> HASH_BITS) & ((1 << WEIGHT_BITS) - 1)


def _subquery(within: QuerySet[Any] | None) -> tuple[str, tuple[Any, ...]] | None:
    if within is None:
        return None
    return within.order_by().query.sql_with_params()
