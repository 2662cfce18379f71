"""Emptying the database between two tests that use real transactions.

The append-only triggers refuse this, as they should. They are dropped around the flush and put
back by the same transaction, so that no test ever runs without them.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

_flush = BaseDatabaseOperations.execute_sql_flush


def allow_flushing():
    BaseDatabaseOperations.execute_sql_flush = _flush_without_guards


def _flush_without_guards(self, sql_list):
    with transaction.atomic(using=self.connection.alias), guards_lifted(self.connection):
        return _flush(self, sql_list)


@contextmanager
def guards_lifted(connection):
    """No append-only triggers inside this block; for tests only."""
    lifted = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
                "WHERE tgname LIKE '%append_only%' AND NOT tgisinternal"
            )
            lifted = cursor.fetchall()
            for table, name in lifted:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type = 'trigger' AND name LIKE '%append_only%'"
            )
            lifted = cursor.fetchall()
            for name, _sql in lifted:
                cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for first, second in lifted:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {first} ENABLE TRIGGER {second}")
            else:
                cursor.execute(second)
