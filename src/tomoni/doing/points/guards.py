"""What the database itself does with a transfer: keeps the balances and refuses what is wrong.

Both accounts are open and of its scheme, it falls after what is closed, and an outcome fits what
it ends. The balances of both accounts move, the one with the smaller number first, so that two
transfers between the same two never wait for each other; the CHECK of the account then refuses
what would go below zero. Why so: docs/adr/0060-points-like-a-bank.md.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

# What is wrong, as the error of the database says it; actions turn it into a sentence.
CLOSED, ACCOUNTS, OUTCOME = "points_time_is_closed", "points_accounts_fit", "points_outcome_fits"
MOVES = "('plain', 'post')"  # What a reversal can take back.

_FITS = f"""
    ({{new}}.kind IN ('post', 'void', 'expire') AND {{of}}.kind = 'pending'
     AND {{of}}.debit_id = {{new}}.debit_id AND {{of}}.credit_id = {{new}}.credit_id
     AND {{new}}.holds = -{{of}}.amount)
    OR ({{new}}.kind = 'reversal' AND {{of}}.kind IN {MOVES}
     AND {{of}}.debit_id = {{new}}.credit_id AND {{of}}.credit_id = {{new}}.debit_id
     AND {{new}}.amount = {{of}}.amount)
"""


class KeepBalances(Operation):
    """Installs the triggers. A migration that alters `Transfer` or `Account` ends with this again,
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
        return "Keep the balances of points in the database"


class LiftBalances(KeepBalances):
    """Takes the triggers away inside one migration that alters a table they name: SQLite makes
    it anew under another name, and refuses while they look for it. The same migration ends with
    `KeepBalances`."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_backwards(app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        super().database_forwards(app_label, editor, before, after)

    def describe(self) -> str:
        return "Let this migration alter the tables of points"


def install(vendor: str) -> list[str]:
    return _on_postgres() if vendor == "postgresql" else _on_sqlite()


def remove(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            statement
            for name in ("points_check", "points_keep")
            for statement in (
                f'DROP TRIGGER IF EXISTS {name} ON "points_transfer"',
                f"DROP FUNCTION IF EXISTS {name}()",
            )
        ]
    names = ("points_check_time", "points_check_accounts", "points_check_outcome", "points_keep")
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _on_postgres() -> list[str]:
    refuse = "RAISE EXCEPTION '{0}' USING ERRCODE = 'check_violation'"
    check = f"""
        CREATE FUNCTION points_check() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE closed timestamptz; fits boolean;
        BEGIN
          -- The row is shared until we end, and a closing takes it alone: whoever comes after a
          -- closing sees it, and a closing sees everybody who came before.
          SELECT closed_until INTO closed FROM points_scheme
            WHERE id = NEW.scheme_id FOR KEY SHARE;
          IF closed IS NOT NULL AND NEW.at <= closed THEN {refuse.format(CLOSED)}; END IF;
          IF NEW.of_id IS NOT NULL THEN
            SELECT {_FITS.format(new="NEW", of="o")} INTO fits FROM points_transfer o
              WHERE o.id = NEW.of_id AND o.scheme_id = NEW.scheme_id;
            IF fits IS NOT TRUE THEN {refuse.format(OUTCOME)}; END IF;
          END IF;
          RETURN NEW;
        END $$
    """  # noqa: S608
    fits = "id = NEW.{side}_id AND scheme_id = NEW.scheme_id AND closed_at IS NULL"
    # The statement that moves a balance also finds whether the account fits; what it does not
    # move is looked for by itself.
    side = (
        f"UPDATE points_account SET balance = balance {{sign}} NEW.moved{{held}} "  # noqa: S608
        f"WHERE {fits} AND NOT may_go_below; IF NOT FOUND THEN "
        f"PERFORM 1 FROM points_account WHERE {fits} AND may_go_below; "
        f"IF NOT FOUND THEN {refuse.format(ACCOUNTS)}; END IF; END IF;"
    )
    looked = (
        f"PERFORM 1 FROM points_account WHERE {fits.format(side='credit')}; "
        f"IF NOT FOUND THEN {refuse.format(ACCOUNTS)}; END IF;"
    )
    out = side.format(sign="-", held=", held = held + NEW.holds", side="debit")
    into = side.format(sign="+", held="", side="credit")
    keep = f"""
        CREATE FUNCTION points_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.moved = 0 THEN {out} {looked}
          ELSIF NEW.debit_id < NEW.credit_id THEN {out} {into}
          ELSE {into} {out} END IF;
          RETURN NULL;
        END $$
    """
    return [
        check,
        keep,
        'CREATE TRIGGER points_check BEFORE INSERT ON "points_transfer" '
        "FOR EACH ROW EXECUTE FUNCTION points_check()",
        'CREATE TRIGGER points_keep AFTER INSERT ON "points_transfer" '
        "FOR EACH ROW EXECUTE FUNCTION points_keep()",
    ]


def _on_sqlite() -> list[str]:
    begin = 'CREATE TRIGGER {0} BEFORE INSERT ON "points_transfer" WHEN {1} '
    refuse = "BEGIN SELECT RAISE(ABORT, '{0}'); END"
    closed = (
        "EXISTS (SELECT 1 FROM points_scheme WHERE id = NEW.scheme_id "
        "AND closed_until IS NOT NULL AND NEW.at <= closed_until)"
    )
    accounts = (
        "(SELECT count(*) FROM points_account WHERE id IN (NEW.debit_id, NEW.credit_id) "
        "AND scheme_id = NEW.scheme_id AND closed_at IS NULL) <> 2"
    )
    fits = f"""NEW.of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM points_transfer o
        WHERE o.id = NEW.of_id AND o.scheme_id = NEW.scheme_id
        AND ({_FITS.format(new="NEW", of="o")}))"""  # noqa: S608
    side = (
        "UPDATE points_account SET balance = balance {sign} NEW.moved{held} "
        "WHERE id = NEW.{side}_id AND NOT may_go_below;"
    )
    out = side.format(sign="-", held=", held = held + NEW.holds", side="debit")
    into = side.format(sign="+", held="", side="credit")
    return [
        begin.format("points_check_time", closed) + refuse.format(CLOSED),
        begin.format("points_check_accounts", accounts) + refuse.format(ACCOUNTS),
        begin.format("points_check_outcome", fits) + refuse.format(OUTCOME),
        f'CREATE TRIGGER points_keep AFTER INSERT ON "points_transfer" BEGIN {out} {into} END',
    ]
