"""The seats of a post are counted by the database itself, so no path can promise one too many."""

from typing import Any

from django.db.migrations.operations.base import Operation

COUNTED = "('coming', 'offered')"


class CountTurns(Operation):
    """Triggers on `Turn` that keep `Post.taken`; its CHECK then refuses one seat too many.

    A migration that alters `Turn` ends with this again, since SQLite makes an altered table anew
    without its triggers. How and why: events/triggers.py.
    """

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
        return "Count the seats of each post in the database"


def remove(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            'DROP TRIGGER IF EXISTS volunteering_turns ON "volunteering_turn"',
            "DROP FUNCTION IF EXISTS volunteering_turns()",
        ]
    return [
        f"DROP TRIGGER IF EXISTS volunteering_turns_{v}" for v in ("insert", "update", "delete")
    ]


def install(vendor: str) -> list[str]:
    return _on_postgres() if vendor == "postgresql" else _on_sqlite()


def _on_postgres() -> list[str]:
    body = f"""
        CREATE FUNCTION volunteering_turns() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE had integer := 0; has integer := 0;
        BEGIN
          IF TG_OP <> 'INSERT' AND OLD.status IN {COUNTED} THEN had := 1; END IF;
          IF TG_OP <> 'DELETE' AND NEW.status IN {COUNTED} THEN has := 1; END IF;
          IF TG_OP = 'UPDATE' AND OLD.post_id = NEW.post_id THEN
            IF had <> has THEN
              UPDATE volunteering_post SET taken = taken - had + has WHERE id = NEW.post_id;
            END IF;
            RETURN NULL;
          END IF;
          IF had > 0 THEN
            UPDATE volunteering_post SET taken = taken - 1 WHERE id = OLD.post_id;
          END IF;
          IF has > 0 THEN
            UPDATE volunteering_post SET taken = taken + 1 WHERE id = NEW.post_id;
          END IF;
          RETURN NULL;
        END $$
    """  # noqa: S608
    return [
        body,
        'CREATE TRIGGER volunteering_turns AFTER INSERT OR UPDATE OR DELETE ON "volunteering_turn" '
        "FOR EACH ROW EXECUTE FUNCTION volunteering_turns()",
    ]


def _on_sqlite() -> list[str]:
    had, has = f"OLD.status IN {COUNTED}", f"NEW.status IN {COUNTED}"
    less = f"UPDATE volunteering_post SET taken = taken - 1 WHERE id = OLD.post_id AND {had};"  # noqa: S608
    more = f"UPDATE volunteering_post SET taken = taken + 1 WHERE id = NEW.post_id AND {has};"  # noqa: S608
    changed = f"OLD.post_id <> NEW.post_id OR ({had}) <> ({has})"
    name, table = "CREATE TRIGGER volunteering_turns_", 'ON "volunteering_turn"'
    return [
        f"{name}insert AFTER INSERT {table} BEGIN {more} END",
        f"{name}update AFTER UPDATE {table} WHEN {changed} BEGIN {less} {more} END",
        f"{name}delete AFTER DELETE {table} BEGIN {less} END",
    ]
