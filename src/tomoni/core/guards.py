"""Migration operations for what the database itself must refuse, on both databases."""

from typing import Any

from django.db.migrations.operations.base import Operation

# The tables of open matters, and the table of their batons; filled by the rooms that have them.
MATTERS: set[str] = set()
BATONS = ""


class AppendOnly(Operation):
    """Installs triggers that refuse every change and deletion of a table's rows.

    There is no switch in the program that lifts them: whoever must empty such a table has to
    drop the triggers by hand, as the tests do between two of them (tests/flushing.py).

    Args:
        table: The database table.
        key: Its primary key column.
    """

    reversible = True

    def __init__(self, table: str, key: str = "id") -> None:
        self.table, self.key = table, key

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in self._statements(editor.connection.vendor):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        name = f"{self.table}_append_only"
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{self.table}"')
            editor.execute(f'DROP TRIGGER IF EXISTS {name}_truncate ON "{self.table}"')
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            for verb in ("update", "delete", "insert"):
                editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}")

    def describe(self) -> str:
        return f"Refuse changes and deletions in {self.table}"

    def _statements(self, vendor: str) -> list[str]:
        name, table = f"{self.table}_append_only", self.table
        if vendor == "postgresql":
            return [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
                f'CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON "{table}" '
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
                # TRUNCATE touches no row, so it needs a trigger of its own.
                f'CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON "{table}" '
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            ]
        known = f'SELECT 1 FROM "{table}" WHERE "{self.key}" = NEW."{self.key}"'  # noqa: S608
        when = f"WHEN EXISTS ({known})"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f'CREATE TRIGGER {name}_update BEFORE UPDATE ON "{table}" {refuse}',
            f'CREATE TRIGGER {name}_delete BEFORE DELETE ON "{table}" {refuse}',
            # INSERT OR REPLACE deletes the old row without firing the delete trigger.
            f'CREATE TRIGGER {name}_insert BEFORE INSERT ON "{table}" {when} {refuse}',
        ]


class LiftAppendOnly(AppendOnly):
    """Takes the triggers of a table away inside one migration that has to touch its old rows;
    the same migration ends with `AppendOnly`."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_forwards(app_label, editor, before, after)

    def describe(self) -> str:
        return f"Let this migration touch the rows of {self.table}"


class AppendOnlyAgain(AppendOnly):
    """Puts the triggers back after a migration that altered the table: SQLite makes an altered
    table anew, and what stood beside the old one is gone without a word."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, before, after)
        super().database_forwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """The guard itself stays; the step that declared it takes it away."""


def wanted() -> "list[AppendOnly]":
    """The guards that the migrations declare, one for each table."""
    from django.db.migrations.loader import MigrationLoader

    found: dict[str, AppendOnly] = {}
    for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values():
        for step in migration.operations:
            if isinstance(step, AppendOnly) and not isinstance(step, LiftAppendOnly):
                found[step.table] = step
    return [found[table] for table in sorted(found)]


def wanted_tables() -> list[str]:
    """The tables that the migrations declare append-only."""
    return [guard.table for guard in wanted()]


def guarded_tables(connection: Any) -> list[str]:
    """The tables whose append-only triggers are all in place, asked from the database itself."""
    on_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS_ON_POSTGRES if on_postgres else _GUARDS_ON_SQLITE)
        return sorted(
            name for name, count in cursor.fetchall() if count >= (2 if on_postgres else 3)
        )


_GUARDS_ON_POSTGRES = """
    SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND t.tgname LIKE '%append_only%'
    AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') GROUP BY c.relname
"""
_GUARDS_ON_SQLITE = """
    SELECT tbl_name, count(*) FROM sqlite_master
    WHERE type = 'trigger' AND name LIKE '%append_only%' GROUP BY tbl_name
"""
