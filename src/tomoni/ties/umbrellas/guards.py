"""What the database itself does with a move: keeps the counts and refuses what is wrong.

Before a row: a stand lends only when it is open and lends, takes back only when it takes, and what
is undone is mirrored. After it: the counts of both ends move, the one with the smaller number
first, so that two moves between the same two stands never wait for each other; the CHECK of the
stand then refuses the umbrella that is not there. Balances of points are kept the same way.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

# What is wrong, as the error of the database says it; actions turn it into a sentence.
LENDS, TAKES, MIRROR = "umbrellas_stand_lends", "umbrellas_stand_takes", "umbrellas_undo_mirrors"
_MIRRORS = """
    {of}.kind <> 'undo' AND {of}.quantity = {new}.quantity
    AND ({of}.source_id = {new}.target_id OR ({of}.source_id IS NULL AND {new}.target_id IS NULL))
    AND ({of}.target_id = {new}.source_id OR ({of}.target_id IS NULL AND {new}.source_id IS NULL))
"""
_OPEN = "SELECT 1 FROM umbrellas_station WHERE id = NEW.{end}_id AND closed_on IS NULL AND use <> '{but}'"


class KeepCounts(Operation):
    """Installs the triggers. A migration that alters `Move` or `Station` ends with this again,
    since SQLite makes an altered table anew without its triggers."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        self.database_backwards(app_label, editor, before, after)
        for statement in install(editor.connection.vendor):
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        for statement in remove(editor.connection.vendor):
            editor.execute(statement)

    def describe(self) -> str:
        return "Keep the counts of umbrellas in the database"


class LiftCounts(KeepCounts):
    """Takes the triggers away inside one migration that alters a table they name: SQLite makes
    it anew under another name, and refuses while they look for it. The same migration ends with
    `KeepCounts`."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_forwards(app_label, editor, before, after)

    def describe(self) -> str:
        return "Let this migration alter the tables of umbrellas"


def install(vendor: str) -> list[str]:
    return _on_postgres() if vendor == "postgresql" else _on_sqlite()


def remove(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            statement
            for name in ("umbrellas_check", "umbrellas_keep")
            for statement in (
                f'DROP TRIGGER IF EXISTS {name} ON "umbrellas_move"',
                f"DROP FUNCTION IF EXISTS {name}()",
            )
        ]
    names = (
        "umbrellas_check_lends",
        "umbrellas_check_takes",
        "umbrellas_check_undo",
        "umbrellas_keep",
    )
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


_OUT = (
    "UPDATE umbrellas_station SET count = count - NEW.quantity, moved_at = NEW.at "
    "WHERE id = NEW.source_id;"
)
_INTO = (
    "UPDATE umbrellas_station SET count = count + NEW.quantity, moved_at = NEW.at "
    "WHERE id = NEW.target_id;"
)


def _on_postgres() -> list[str]:
    refuse = "RAISE EXCEPTION '{0}' USING ERRCODE = 'check_violation'"
    check = f"""
        CREATE FUNCTION umbrellas_check() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE fits boolean;
        BEGIN
          IF NEW.kind = 'borrow' AND NOT EXISTS ({_OPEN.format(end="source", but="return")})
            THEN {refuse.format(LENDS)}; END IF;
          IF NEW.kind IN ('return', 'give')
            AND NOT EXISTS ({_OPEN.format(end="target", but="borrow")})
            THEN {refuse.format(TAKES)}; END IF;
          IF NEW.of_id IS NOT NULL THEN
            SELECT {_MIRRORS.format(of="o", new="NEW")} INTO fits FROM umbrellas_move o
              WHERE o.id = NEW.of_id;
            IF fits IS NOT TRUE THEN {refuse.format(MIRROR)}; END IF;
          END IF;
          RETURN NEW;
        END $$
    """  # noqa: S608
    keep = f"""
        CREATE FUNCTION umbrellas_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.source_id < NEW.target_id THEN {_OUT} {_INTO} ELSE {_INTO} {_OUT} END IF;
          RETURN NULL;
        END $$
    """
    return [
        check,
        keep,
        'CREATE TRIGGER umbrellas_check BEFORE INSERT ON "umbrellas_move" '
        "FOR EACH ROW EXECUTE FUNCTION umbrellas_check()",
        'CREATE TRIGGER umbrellas_keep AFTER INSERT ON "umbrellas_move" '
        "FOR EACH ROW EXECUTE FUNCTION umbrellas_keep()",
    ]


def _on_sqlite() -> list[str]:
    begin = 'CREATE TRIGGER {0} BEFORE INSERT ON "umbrellas_move" WHEN {1} '
    refuse = "BEGIN SELECT RAISE(ABORT, '{0}'); END"
    lends = f"NEW.kind = 'borrow' AND NOT EXISTS ({_OPEN.format(end='source', but='return')})"
    takes = (
        "NEW.kind IN ('return', 'give') "
        f"AND NOT EXISTS ({_OPEN.format(end='target', but='borrow')})"
    )
    mirror = (
        "NEW.of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM umbrellas_move o "  # noqa: S608
        f"WHERE o.id = NEW.of_id AND {_MIRRORS.format(of='o', new='NEW')})"
    )
    return [
        begin.format("umbrellas_check_lends", lends) + refuse.format(LENDS),
        begin.format("umbrellas_check_takes", takes) + refuse.format(TAKES),
        begin.format("umbrellas_check_undo", mirror) + refuse.format(MIRROR),
        f'CREATE TRIGGER umbrellas_keep AFTER INSERT ON "umbrellas_move" BEGIN {_OUT} {_INTO} END',
    ]
