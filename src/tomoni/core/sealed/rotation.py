"""Changing keys while the town goes on: a new current key, then row by row under it.

Nothing is remembered about how far it came: a row says itself which key sealed it. So it may be
killed at any moment and simply be called again. A row is only replaced where it still is what
was read, so that what somebody writes meanwhile stays; that was sealed with the new key anyway.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from tomoni.core import guards, keyring
from tomoni.core.sealed import crypto
from tomoni.core.sealed.fields import BlindIndexField, SealedField

BATCH = 200


@dataclass
class Tally:
    """What one walk did."""

    changed: int = 0
    left: int = 0  # Under an older key all the same: in append-only tables, or written meanwhile.


def sealed_models() -> list[Any]:
    found = [m for m in apps.get_models() if fields_of(m)]
    return sorted(found, key=lambda m: m._meta.label)


def fields_of(model: Any) -> list[Any]:
    return [
        f for f in model._meta.local_concrete_fields if isinstance(f, SealedField | BlindIndexField)
    ]


def reseal(
    models: Iterable[Any] | None = None, *, tell: Callable[[int], None] = lambda _count: None
) -> Tally:
    """Bring every value under the current keys, in short transactions.

    Args:
        tell: Called after each batch with the number of values done.
    """
    known = list(sealed_models() if models is None else models)
    tally, fixed = Tally(), set(guards.wanted_tables())
    for model in known:
        if model._meta.db_table in fixed:
            continue  # An append-only row stays as it is; its key stays on the ring.
        for field in fields_of(model):
            _walk(model, field, tally, tell)
    tally.left = sum(in_use(known, but_current=True).values())
    return tally


def in_use(models: Iterable[Any] | None = None, *, but_current: bool = False) -> dict[str, int]:
    """How many values each key holds, by the key's name."""
    found: dict[str, int] = {}
    for model in sealed_models() if models is None else models:
        for field in fields_of(model):
            column, table = field.column, model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT substr("{column}", 1, {keyring.NAME}), count(*) '  # noqa: S608
                    f'FROM "{table}" WHERE "{column}" IS NOT NULL GROUP BY 1'
                )
                for name, count in cursor.fetchall():
                    if not (but_current and bytes(name).hex() == _current(field).name):
                        key = bytes(name).hex()
                        found[key] = found.get(key, 0) + count
    return found


def _current(field: Any) -> keyring.Key:
    purpose = "fields" if isinstance(field, SealedField) else "index"
    return keyring.ring().current(purpose)


def _walk(model: Any, field: Any, tally: Tally, tell: Callable[[int], None]) -> None:
    key, after = model._meta.pk, None
    while True:
        with transaction.atomic():
            rows = _next(model, field, after)
            for row in rows:
                tally.changed += _replace(model, field, *row)
        if not rows:
            return
        after = rows[-1][0]
        assert key is not None
        tell(tally.changed)


def _next(model: Any, field: Any, after: Any) -> list[tuple[Any, bytes, bytes | None]]:
    """The next rows under another key: key, value, and for an index its sealed source."""
    key, table = model._meta.pk.column, model._meta.db_table
    source = (
        model._meta.get_field(field.source).column
        if isinstance(field, BlindIndexField)
        else field.column
    )
    wanted = [bytes.fromhex(_current(field).name)]
    beyond = ""
    if after is not None:
        beyond, wanted = f'AND "{key}" > %s', [*wanted, after]
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{key}", "{field.column}", "{source}" FROM "{table}" '  # noqa: S608
            f'WHERE substr("{field.column}", 1, {keyring.NAME}) <> %s {beyond} '
            f'ORDER BY "{key}" LIMIT {BATCH}',
            wanted,
        )
        return [
            (pk, bytes(value), None if held is None else bytes(held))
            for pk, value, held in cursor.fetchall()
        ]


def _replace(model: Any, field: Any, pk: Any, old: bytes, held: bytes | None) -> int:
    table, key = model._meta.db_table, model._meta.pk.column
    if isinstance(field, SealedField):
        where = field.place(pk)
        new: bytes | None = crypto.seal(crypto.unseal(old, where), where)
        source = field
    else:
        source = model._meta.get_field(field.source)
        plain = None
        if held is not None:
            plain = source.from_bytes(crypto.unseal(held, source.place(pk)))
        new = field.token(plain)
    same, values = "", [new, pk, old]
    if source is not field and held is not None:
        same, values = f'AND "{source.column}" = %s', [*values, held]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{field.column}" = %s '  # noqa: S608
            f'WHERE "{key}" = %s AND "{field.column}" = %s {same}',
            values,
        )
        return int(cursor.rowcount)
