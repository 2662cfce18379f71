"""Two holds of one person or room never overlap: the database itself refuses, on both databases.

PostgreSQL: an exclusion constraint over one range of whole numbers, the resource's number times
2^27 plus the minute. So the range type of the core is enough and no extension must be installed
(btree_gist would be needed for "same resource and overlapping times"). 2^27 minutes reach to the
year 2225; the check `hold_within_its_range` refuses what would run into the next resource.
SQLite: triggers look for an overlap before a row is written; it has one writer at a time, so nothing
comes between the look and the row. See docs/adr/0045.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

TABLE = "appointments_hold"
WIDTH = 2**27


class NoTwoAtOnce(Operation):
    """Installs the guard; the models do not change."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in install(editor.connection.vendor):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in remove(editor.connection.vendor):
            editor.execute(statement)

    def describe(self) -> str:
        return "Refuse two holds of one person or room at once"


def install(vendor: str) -> list[str]:
    if vendor == "postgresql":
        at = f"int8range(resource_id * {WIDTH} + starts, resource_id * {WIDTH} + ends)"
        return [
            f"ALTER TABLE {TABLE} ADD CONSTRAINT hold_within_its_range "
            f"CHECK (starts >= 0 AND ends < {WIDTH})",
            f"ALTER TABLE {TABLE} ADD CONSTRAINT no_two_holds_at_once "
            f"EXCLUDE USING gist (({at}) WITH &&)",
        ]
    found = (
        f"SELECT 1 FROM {TABLE} WHERE resource_id = NEW.resource_id "  # noqa: S608
        "AND id IS NOT NEW.id AND starts < NEW.ends AND ends > NEW.starts"
    )
    refuse = "BEGIN SELECT RAISE(ABORT, 'no_two_holds_at_once'); END"
    return [
        f"CREATE TRIGGER no_two_holds_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"WHEN EXISTS ({found}) {refuse}"
        for verb in ("INSERT", "UPDATE")
    ]


def remove(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"ALTER TABLE {TABLE} DROP CONSTRAINT no_two_holds_at_once",
            f"ALTER TABLE {TABLE} DROP CONSTRAINT hold_within_its_range",
        ]
    return [f"DROP TRIGGER no_two_holds_{verb}" for verb in ("insert", "update")]
