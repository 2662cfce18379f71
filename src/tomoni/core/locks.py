"""Taking rows in hand before counting, so that two people cannot both be last."""

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
