"""The seats are counted by the database itself, so that no path through the program can oversell."""

from typing import Any

from django.db.migrations.operations.base import Operation

COUNTED = "('held', 'asked', 'confirmed', 'offered')"


class CountSeats(Operation):
    """Triggers on `SignUp` that keep `Role.taken`; its CHECK then refuses one seat too many.

    The counter's row is what two contenders meet at: the second waits for the first, counts on
    from its number, and is refused by the constraint. A migration that alters `SignUp` ends with
    this operation again, since SQLite makes an altered table anew without its triggers.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        self.database_backwards(app_label, editor, before, after)
        for statement in _on_postgres() if _is_postgres(editor) else _on_sqlite():
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if _is_postgres(editor):
            editor.execute('DROP TRIGGER IF EXISTS events_seats ON "events_signup"')
            editor.execute("DROP FUNCTION IF EXISTS events_seats()")
            return
        for verb in ("insert", "update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS events_seats_{verb}")

    def describe(self) -> str:
        return "Count the seats of each role in the database"


def _is_postgres(editor: Any) -> bool:
    return bool(editor.connection.vendor == "postgresql")


def _on_postgres() -> list[str]:
    body = f"""
        CREATE FUNCTION events_seats() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE had integer := 0; has integer := 0;
        BEGIN
          IF TG_OP <> 'INSERT' AND OLD.status IN {COUNTED} THEN had := OLD.seats; END IF;
          IF TG_OP <> 'DELETE' AND NEW.status IN {COUNTED} THEN has := NEW.seats; END IF;
          IF TG_OP = 'UPDATE' AND OLD.role_id = NEW.role_id THEN
            IF had <> has THEN
              UPDATE events_role SET taken = taken - had + has WHERE id = NEW.role_id;
            END IF;
            RETURN NULL;
          END IF;
          IF had > 0 THEN UPDATE events_role SET taken = taken - had WHERE id = OLD.role_id; END IF;
          IF has > 0 THEN UPDATE events_role SET taken = taken + has WHERE id = NEW.role_id; END IF;
          RETURN NULL;
        END $$
    """  # noqa: S608
    return [
        body,
        'CREATE TRIGGER events_seats AFTER INSERT OR UPDATE OR DELETE ON "events_signup" '
        "FOR EACH ROW EXECUTE FUNCTION events_seats()",
    ]


def _on_sqlite() -> list[str]:
    had = f"CASE WHEN OLD.status IN {COUNTED} THEN OLD.seats ELSE 0 END"
    has = f"CASE WHEN NEW.status IN {COUNTED} THEN NEW.seats ELSE 0 END"
    less = f"UPDATE events_role SET taken = taken - ({had}) WHERE id = OLD.role_id AND ({had}) > 0;"  # noqa: S608
    more = f"UPDATE events_role SET taken = taken + ({has}) WHERE id = NEW.role_id AND ({has}) > 0;"  # noqa: S608
    changed = (
        f"OLD.role_id <> NEW.role_id OR ({had}) <> ({has})"  # What changes nothing writes nothing.
    )
    return [
        f'CREATE TRIGGER events_seats_insert AFTER INSERT ON "events_signup" BEGIN {more} END',
        f'CREATE TRIGGER events_seats_update AFTER UPDATE ON "events_signup" '
        f"WHEN {changed} BEGIN {less} {more} END",
        f'CREATE TRIGGER events_seats_delete AFTER DELETE ON "events_signup" BEGIN {less} END',
    ]
