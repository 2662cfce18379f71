"""Rows made ready beforehand, so that the database is held only while they are written.

A model instance is turned into the values of its columns without asking the database; the
values can wait in a file and then go in with one statement run many times.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
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


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    pass_over_known: bool = False,
) -> int:
    """Write many rows from plain values, with no object made of any of them.

    An object for each row and what Django asks of each of its fields is most of the time of writing a
    message to the whole town. Defaults, checks of fields and signals do not run: the table's own constraints do.

    Args:
        names: Attributes (`wording_id`, not `wording`), in the order of the values.
        pass_over_known: Rows that a unique constraint refuses are left out.

    Returns:
        How many rows were written.
    """
    if not rows:
        return 0
    meta, quote = model._meta, connection.ops.quote_name
    fields: list[Any] = [next(f for f in meta.concrete_fields if f.attname == n) for n in names]
    into = ", ".join(quote(field.column) for field in fields)
    head = f"INSERT INTO {quote(meta.db_table)} ({into}) VALUES "  # noqa: S608
    tail = " ON CONFLICT DO NOTHING" if pass_over_known else ""
    marks = f"({', '.join(['%s'] * len(fields))})"
    told = [_as_stored(field) for field in fields]
    values = [
        [
            one if fit is None or one is None else fit(one)
            for one, fit in zip(row, told, strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # One prepared statement, run for each row.
            cursor.executemany(head + marks + tail, values)
        else:  # One journey for all of them.
            cursor.execute(
                head + ", ".join([marks] * len(values)) + tail,
                [one for row in values for one in row],
            )
        return int(cursor.rowcount)


def _as_stored(field: Any) -> Callable[[Any], Any] | None:
    """What makes of a value what the table holds; None where it is that already."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.CharField | models.TextField | models.BooleanField):
        return None
    if isinstance(target, models.DateTimeField):
        return lru_cache(maxsize=8)(partial(target.get_db_prep_save, connection=connection))
    return partial(target.get_db_prep_save, connection=connection)
