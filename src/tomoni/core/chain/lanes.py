"""Which lane a transaction writes into, and where that lane ends (`rows` says what lanes are)."""

from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db import transaction

BEGINNING = bytes(32)  # Stands before the first row of a lane.

# The lane that a connection used last: it is most likely free again.
_last_lane: "WeakKeyDictionary[Any, dict[str, int]]" = WeakKeyDictionary()


def lane_used_last(connection: Any, table: str) -> int:
    """The lane that this connection wrote into last, 0 for none."""
    return _last_lane.setdefault(connection, {}).get(table, 0)


def remember_lane(connection: Any, table: str, lane: int) -> None:
    """Begin with this lane next time."""
    _last_lane.setdefault(connection, {})[table] = lane


def take_lane(connection: Any, table: str) -> tuple[int, int, bytes]:
    """A lane of `table` that is ours until the transaction ends, and where it ends now.

    The lane's own row is what is locked. Its content never changes: a row updated thousands of
    times in one transaction grows slow on PostgreSQL.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a chained row needs a transaction")
    known = lane_used_last(connection, table)
    found = (_on_postgres if connection.vendor == "postgresql" else _on_sqlite)(
        connection, table, known
    )
    if found is None:
        lanes: Any = apps.get_model("core", "Lane")._base_manager.using(connection.alias)
        found = (lanes.create(table=table).pk, 0, BEGINNING)
    if found[0] != known:
        remember_lane(connection, table, found[0])
    return found


# Written out, because every write of the whole program passes here.
def _on_postgres(connection: Any, table: str, known: int) -> tuple[int, int, bytes] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id FROM core_lane WHERE "table" = %s '
            "ORDER BY CASE WHEN id = %s THEN 0 ELSE 1 END, id LIMIT 1 FOR UPDATE SKIP LOCKED",
            [table, known],
        )
        free = cursor.fetchone()
    return (free[0], *end_of_lane(connection, table, free[0])) if free else None


def _on_sqlite(connection: Any, table: str, known: int) -> tuple[int, int, bytes] | None:
    """One statement: nobody else writes until we end."""
    last = f'FROM "{table}" t WHERE t.lane = l.id ORDER BY t.number DESC LIMIT 1'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT l.id, (SELECT t.number {last}), (SELECT t.hash {last}) FROM core_lane l "  # noqa: S608
            'WHERE l."table" = %s ORDER BY CASE WHEN l.id = %s THEN 0 ELSE 1 END, l.id LIMIT 1',
            [table, known],
        )
        free = cursor.fetchone()
    return (free[0], free[1] or 0, bytes(free[2] or BEGINNING)) if free else None


def end_of_lane(connection: Any, table: str, lane: int) -> tuple[int, bytes]:
    """The number and hash of a lane's last row.

    A statement of its own after the lock: the statement that waits for or finds a lock on
    PostgreSQL still sees the rows as they were when it began.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT number, hash FROM "{table}" WHERE lane = %s '  # noqa: S608
            "ORDER BY number DESC LIMIT 1",
            [lane],
        )
        number, last = cursor.fetchone() or (0, BEGINNING)
        return number, bytes(last)
