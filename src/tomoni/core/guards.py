"""Migration operations for what the database itself must refuse, on both databases."""

from typing import Any

from django.db.migrations.operations.base import Operation


class AppendOnly(Operation):
    """Installs triggers that refuse every change and deletion of a table's rows.

    Args:
        table: The database table.
    """

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in self._statements(editor.connection.vendor):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        name = f"{self.table}_append_only"
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{self.table}"')
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_update")
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_delete")

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
            ]
        return [
            f'CREATE TRIGGER {name}_{verb} BEFORE {verb.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("update", "delete")
        ]
