"""Taking rows in hand before counting, so that two people cannot both be last."""

import hashlib
from typing import Any, TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)


def lock(row: Row) -> Row:
    """The row read afresh and held until the transaction ends.

    On SQLite an IMMEDIATE transaction already holds the whole file, so reading afresh is
    enough; on PostgreSQL the row itself is locked. Must be called inside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock() needs a transaction")
    # The class is asked from the row, because request.user is a lazy wrapper of another type.
    manager: Any = row.__class__._base_manager
    return manager.select_for_update().get(pk=row.pk)  # type: ignore[no-any-return]


def hold_shared(row: Row) -> Row:
    """The row read afresh, unchanged until the transaction ends; others may hold it so as well.

    For a row that something new will point to: on PostgreSQL the foreign key is looked at only when the
    transaction ends, so the key alone keeps nobody from ending what it points to.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("hold_shared() needs a transaction")
    if connection.vendor == "postgresql":
        meta = row.__class__._meta
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {connection.ops.quote_name(meta.db_table)} "  # noqa: S608
                f"WHERE {connection.ops.quote_name(str(meta.pk.column))} = %s FOR SHARE",
                [row.pk],
            )
    manager: Any = row.__class__._base_manager
    return manager.get(pk=row.pk)  # type: ignore[no-any-return]


def lock_word(word: str) -> None:
    """Hold a word until the transaction ends, where there is no row yet that could be held.

    Whoever counts before the first row exists holds what the rows will have in common, such as a
    digest of the number a message goes to. Two words that fall on one number only wait for each other.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("lock_word() needs a transaction")
    if connection.vendor != "postgresql":
        return  # An IMMEDIATE transaction already holds the whole file.
    number = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
