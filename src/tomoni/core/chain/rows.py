"""A chained row: how it is numbered and hashed while others write too.

A table's rows stand in one or several lanes. A transaction takes a lane that nobody else holds
and keeps it until it ends; within the lane the numbers have no gaps. Nobody ever waits for a
lane: waiting, with other rows locked already, is how two transactions stop each other for good.
On SQLite there is one writer at a time, so there is one lane.

The hash is SHA-256 over the hash before it (32 bytes), then in UTF-8
``<table> <lane> <number> {"column":"value",…}``: the columns in the order of their names, every
value as text, empty (NULL) ones left out. A nullable column added later changes no older hash.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import connections, models, router, transaction
from django.utils.translation import gettext_lazy as _

from tomoni.core.chain.lanes import take_lane

LINKS = ("lane", "number", "previous", "hash")


class ChainedQuerySet(models.QuerySet[Any, Any]):
    """Writes many rows of a record at once, each chained to the one before."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        with transaction.atomic(using=self.db):
            link([row for row in rows if row.number is None], using=self.db)
            return super().bulk_create(rows, *args, **kwargs)


class Chained(models.Model):
    """A row of a record. The table needs `place` among its constraints and, in the migration
    that creates it, `AppendOnly`; then it is in the doctor's report and in `tomoni audit verify`.
    """

    lane = models.BigIntegerField(_("列"), editable=False)
    number = models.BigIntegerField(_("列の中の番号"), editable=False)
    previous = models.BinaryField(_("前の行のハッシュ"), max_length=32, editable=False)
    hash = models.BinaryField(_("この行のハッシュ"), max_length=32, editable=False)

    objects = ChainedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding or self.number is not None:
            super().save(*args, **kwargs)  # The database refuses this; it says so best itself.
            return
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        kwargs["force_insert"] = True
        with transaction.atomic(using=using):
            link([self], using=using)
            super().save(*args, **kwargs)


def place(table: str) -> models.UniqueConstraint:
    """No two rows of `table` stand at one place of a lane."""
    return models.UniqueConstraint(fields=["lane", "number"], name=f"{table}_place_in_chain")


def chained_models() -> list[type[Chained]]:
    """All records, in the order of their tables."""
    found = [model for model in apps.get_models() if issubclass(model, Chained)]
    return sorted(found, key=lambda model: model._meta.db_table)


def link(rows: Sequence[Any], *, using: str = "default") -> None:
    """Give new rows of one table their places and hashes; needs a transaction that goes on
    until they are written."""
    if not rows:
        return
    connection, meta = connections[using], rows[0]._meta
    lane, number, last = take_lane(connection, meta.db_table)
    _give_keys(connection, rows)
    for row in rows:
        number += 1
        row.lane, row.number, row.previous = lane, number, last
        last = row.hash = digest(last, meta.db_table, lane, number, text_of(row))


def text_of(row: Any) -> str:
    """A new row in the form that is hashed."""
    parts = []
    for name, value, text in columns_of(row):
        if (held := value(row)) is not None:
            parts.append(f'"{name}":{encode_basestring(text(held))}')
    return "{" + ",".join(parts) + "}"


def content(names: Sequence[str], values: Sequence[str | None]) -> str:
    """One row in the form that is hashed."""
    return (
        "{"
        + ",".join(
            f'"{name}":{encode_basestring(value)}'
            for name, value in zip(names, values, strict=True)
            if value is not None
        )
        + "}"
    )


def digest(previous: bytes, table: str, lane: int, number: int, text: str) -> bytes:
    return sha256(bytes(previous) + f"{table} {lane} {number} {text}".encode()).digest()


def _give_keys(connection: Any, rows: Sequence[Any]) -> None:
    """Numbers from the database for rows whose key it would give: the key is hashed too."""
    meta = rows[0]._meta
    waiting = [row for row in rows if row.pk is None]
    if not waiting:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{meta.db_table}"', meta.pk.column, len(waiting)],
            )
            keys = [key for (key,) in cursor.fetchall()]
        else:
            # Nobody else writes until we end, so the next numbers are ours.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
            last = (cursor.fetchone() or (0,))[0]
            keys = list(range(last + 1, last + 1 + len(waiting)))
    for row, key in zip(waiting, sorted(keys), strict=True):
        row.pk = key


Column = tuple[str, Callable[[Any], Any], Callable[[Any], str]]

_columns: "WeakKeyDictionary[type[Any], list[Column]]" = WeakKeyDictionary()


def columns_of(model: Any) -> list[Column]:
    """The hashed columns in the order of their names: name, how to get it, how to write it."""
    kind: Any = model if isinstance(model, type) else type(model)
    if (known := _columns.get(kind)) is None:
        fields = [field for field in kind._meta.concrete_fields if field.name not in LINKS]
        known = _columns[kind] = [
            (field.column, attrgetter(field.attname), _writer(field))
            for field in sorted(fields, key=lambda field: field.column)
        ]
    return known


def _writer(field: Any) -> Callable[[Any], str]:
    """How a value of `field` is written as text; `as_text` says the same in SQL."""
    field = field.target_field if field.is_relation else field
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return _moment
    if kind == "UUIDField":
        return lambda value: (value if isinstance(value, UUID) else UUID(str(value))).hex
    if kind == "BooleanField":
        return lambda value: "1" if value else "0"
    if kind == "BinaryField":
        return lambda value: bytes(value).hex()
    if kind == "DateField":
        return date.isoformat
    if kind in WHOLE:
        return lambda value: str(int(value))
    if kind in TEXTS:
        return lambda value: str(field.get_prep_value(value))
    raise TypeError(f"{field}: a chained record cannot hold a {kind}")


WHOLE = {
    "AutoField", "BigAutoField", "IntegerField", "BigIntegerField", "SmallIntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "PositiveBigIntegerField",
}  # fmt: skip
TEXTS = {"CharField", "TextField", "SlugField", "EmailField"}


def _moment(value: datetime) -> str:
    # A third of the time of strftime; always with the microseconds, without the zone.
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def as_text(model: Any, vendor: str) -> list[tuple[str, str]]:
    """The hashed columns as the database itself can write them: name and SQL."""
    fields = [field for field in model._meta.concrete_fields if field.name not in LINKS]
    return [
        (field.column, _sql(field, vendor))
        for field in sorted(fields, key=lambda field: field.column)
    ]


def _sql(field: Any, vendor: str) -> str:
    column = f'"{field.column}"'
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    if vendor == "postgresql":
        known = {
            "DateTimeField": f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
            "UUIDField": f"replace({column}::text, '-', '')",
            "BooleanField": f"({column}::int)::text",
            "BinaryField": f"encode({column}, 'hex')",
            "DateField": f"to_char({column}, 'YYYY-MM-DD')",
        }
        return known.get(kind, column if kind in TEXTS else f"{column}::text")
    known = {
        "DateTimeField": f"CASE WHEN length({column}) = 19 THEN {column} || '.000000' "
        f"ELSE {column} END",
        "BinaryField": f"lower(hex({column}))",
    }
    return known.get(kind, column if kind in TEXTS else f"CAST({column} AS text)")


def link_existing(connection: Any, model: Any, *, batch: int = 2000) -> int:
    """Chain the rows that were there before the chain, in the order of their keys.

    For migrations: `model` is the historical model, and the append-only triggers are lifted.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    lane, number, last = take_lane(connection, table)
    names = [name for name, _sql in as_text(model, connection.vendor)]
    done = 0
    for chunk in _unlinked(connection, model, batch):
        updates = []
        for pk, *values in chunk:
            number += 1
            before, last = last, digest(last, table, lane, number, content(names, values))
            updates.append((lane, number, before, last, pk))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'UPDATE "{table}" SET lane = %s, number = %s, previous = %s, hash = %s '  # noqa: S608
                f'WHERE "{key}" = %s',
                updates,
            )
        done += len(chunk)
    return done


def _unlinked(connection: Any, model: Any, batch: int) -> Iterator[list[tuple[Any, ...]]]:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(sql for _name, sql in as_text(model, connection.vendor))
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT r."{key}", {columns} FROM "{table}" r WHERE number = 0 '  # noqa: S608
                f'ORDER BY r."{key}" LIMIT {batch}'
            )
            chunk = cursor.fetchall()
        if not chunk:
            return
        yield chunk
