"""On PostgreSQL: all CHECKs of a busy table asked at once.

PostgreSQL prepares every CHECK anew for every statement that writes: for a table with five of them
that took more time than writing the row. A function keeps its plan for the whole connection, so
the same conditions are asked there, by one CHECK that calls it. They are taken from the model and
keep their names: what is refused, and how the error names it, stays the same. SQLite reads its
CHECKs once and keeps them as they are.
"""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.models import CheckConstraint


class ChecksInOne(Operation):
    """Replaces the CHECKs of a model's table. A migration that adds, changes or removes one of them,
    or a column they name, lifts this first (`LiftChecksInOne`) and ends with it again."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        model = after.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        for statement in _function(model, editor):
            editor.execute(statement, None)
        for check in _checks(model):
            editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{check.name}"')

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        model = after.apps.get_model(app_label, self.model_name)
        table = model._meta.db_table
        for check in _checks(model):
            editor.add_constraint(model, check)
        editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_checks"')
        editor.execute(f"DROP FUNCTION {table}_checks")

    def describe(self) -> str:
        return f"Ask all conditions of {self.model_name} at once"


class LiftChecksInOne(ChecksInOne):
    """Puts the single CHECKs back, so that a migration can change them."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, after, before)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_forwards(app_label, editor, after, before)


def _checks(model: Any) -> list[CheckConstraint]:
    return [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]


def _function(model: Any, editor: Any) -> list[str]:
    table, checks = model._meta.db_table, _checks(model)
    conditions: list[Any] = [check.condition for check in checks]
    named = {name for one in conditions for name in one.referenced_base_fields}
    columns = sorted(model._meta.get_field(name).column for name in named)
    # A condition that is neither true nor false is no reason to refuse, as in any CHECK.
    asked = [(check.name, f"({_sql(check, model, editor)})") for check in checks]
    all_hold = " AND ".join(f"{condition} IS NOT FALSE" for _name, condition in asked)
    each = "\n".join(
        f"IF {condition} IS FALSE THEN RAISE EXCEPTION 'violates check constraint \"{name}\"' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = '{table}'; END IF;"
        for name, condition in asked
    )
    taken = ", ".join(f'"{column}" {table}."{column}"%TYPE' for column in columns)
    return [
        f"""
        CREATE FUNCTION {table}_checks({taken}) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
        BEGIN
          IF {all_hold} THEN RETURN true; END IF;
          {each}
          RETURN true;
        END $$
        """,
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_checks" CHECK ({table}_checks('
        + ", ".join(f'"{column}"' for column in columns)
        + "))",
    ]


def _sql(check: CheckConstraint, model: Any, editor: Any) -> str:
    made: Any = check
    return str(made._get_check_sql(model, editor))
