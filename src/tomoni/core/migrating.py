"""Migrations that create their new tables in one go, and are done wholly or not at all.

Django renders every model that is related to a new one again after each step of a migration. With
some two hundred related models that was forty seconds for an empty database; with all new tables
of a migration taken together the models are rendered once.
"""

from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor

_OF_NEW_TABLES = (operations.AddField, operations.AddIndex, operations.AddConstraint)


class TablesAtOnce(Migration):
    """A migration whose first steps create tables and what belongs to them.

    These steps need not be run one by one: no row and no other table knows of them yet, so each
    table is created as the last of them leaves it. Every later step runs as Django runs it.
    """

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        count = self._count_first()
        if collect_sql or not count:
            return super().apply(project_state, schema_editor, collect_sql)
        steps: Any = self.operations  # A list of this instance's own.
        first, new = steps[:count], list[str]()
        project_state.__dict__.pop("apps", None)
        for operation in first:
            operation.state_forwards(self.app_label, project_state)
            if isinstance(operation, operations.CreateModel):
                new.append(operation.name)
        for name in new:
            schema_editor.create_model(project_state.apps.get_model(self.app_label, name))
        del steps[:count]
        try:
            return super().apply(project_state, schema_editor, collect_sql)
        finally:
            steps[:0] = first

    def _count_first(self) -> int:
        new = set[str]()
        for count, operation in enumerate(self.operations):
            if isinstance(operation, operations.CreateModel):
                new.add(operation.name_lower)
            elif not (
                isinstance(operation, _OF_NEW_TABLES) and operation.model_name.lower() in new
            ):
                return count
        return len(self.operations)


class RecordedWithItsTables(MigrationExecutor):
    """A migration and the row that says it is done: both, or neither, whenever the power fails.

    Django writes that row after the tables are committed when indexes are left to the end. Killed
    in between, the next start would find the tables there and could never go on.
    """

    def apply_migration(
        self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        if fake or fake_initial:
            return super().apply_migration(state, migration, fake, fake_initial)
        tell: Any = self.progress_callback or (lambda *_words: None)
        tell("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=migration.atomic) as schema_editor:
            state = migration.apply(state, schema_editor)
            while schema_editor.deferred_sql:
                schema_editor.execute(schema_editor.deferred_sql.pop(0), None)
            self.record_migration(migration)  # type: ignore[call-arg]
        tell("apply_success", migration, fake)
        return state
