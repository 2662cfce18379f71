"""Long writing with little memory on SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def spilling() -> Iterator[None]:
    """Let SQLite put what it may have to take back on the disk instead of in memory.

    Within a savepoint it keeps the old form of every page it changes.  With `temp_store=MEMORY`,
    which suits short requests, that grows with the index into which a list is written.
    PostgreSQL needs nothing of the kind.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA temp_store").fetchone()[0]
        cursor.execute("PRAGMA temp_store=FILE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA temp_store={int(before)}")
