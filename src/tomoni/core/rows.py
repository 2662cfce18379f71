"""Rows made ready beforehand, so that the database is held only while they are written.

A model instance is turned into the values of its columns without asking the database; the
values can wait in a file and then go in with one statement run many times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

_KEY = models.UUIDField()


@dataclass(slots=True)
class Ready:
    """One INSERT and the values for each of its rows."""

    sql: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


def ready(
    things: Sequence[models.Model], *, computed: Mapping[str, tuple[str, str]] | None = None
) -> list[Ready]:
    """The rows of these instances of one model, for `insert`; nothing for no instances.

    Args:
        computed: Column → (SQL with one `%s`, attribute that fills it), for a key that only
            the database knows; the attribute holds a UUID.
    """
    if not things:
        return []
    meta = things[0]._meta
    fields: list[Any] = [f for f in meta.concrete_fields if not isinstance(f, models.AutoField)]
    computed = computed or {}
    quote = connection.ops.quote_name
    marks = [computed[f.column][0] if f.column in computed else "%s" for f in fields]
    columns = ", ".join(quote(f.column) for f in fields)
    sql = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({', '.join(marks)})"  # noqa: S608
    readers = [
        (computed[f.column][1], _KEY) if f.column in computed else (f.attname, f) for f in fields
    ]
    values = [
        tuple(f.get_db_prep_save(getattr(thing, name), connection) for name, f in readers)
        for thing in things
    ]
    return [Ready(sql, tuple(f.column for f in fields), values)]


def insert(prepared: Iterable[Ready]) -> None:
    """Write rows made ready before, in the caller's transaction."""
    with connection.cursor() as cursor:
        for each in prepared:
            cursor.executemany(each.sql, each.values)
