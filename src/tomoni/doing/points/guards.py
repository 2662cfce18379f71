"""What the database itself does with a transfer: keeps the balances and refuses what is wrong.

Both accounts are open and of its scheme, it falls after what is closed, and an outcome fits what
it ends. The balances of both accounts move, the one with the smaller number first, so that two
transfers between the same two never wait for each other; the CHECK of the account then refuses
what would go below zero. Of many rows written by one statement the same holds for each after those
before it. Why so: docs/adr/0060-points-like-a-bank.md.

On PostgreSQL whoever writes shares the books of its scheme until it ends, and a closing takes them
alone. That is a lock on a number: sharing the scheme's row instead would write to that row each
time, and several writers at once would queue there.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

# What is wrong, as the error of the database says it; actions turn it into a sentence.
CLOSED, ACCOUNTS, OUTCOME = "points_time_is_closed", "points_accounts_fit", "points_outcome_fits"
STAYS = "points_named_accounts_stay"
BELOW_ZERO = "points_balance_not_below_zero"  # The name of the account's own CHECK.
MOVES = "('plain', 'post')"  # What a reversal can take back.

_FITS = f"""
    ({{new}}.kind IN ('post', 'void', 'expire') AND {{of}}.kind = 'pending'
     AND {{of}}.debit_id = {{new}}.debit_id AND {{of}}.credit_id = {{new}}.credit_id
     AND {{new}}.holds = -{{of}}.amount)
    OR ({{new}}.kind = 'reversal' AND {{of}}.kind IN {MOVES}
     AND {{of}}.debit_id = {{new}}.credit_id AND {{of}}.credit_id = {{new}}.debit_id
     AND {{new}}.amount = {{of}}.amount)
"""

# The number of a scheme's books, for `pg_advisory_xact_lock`.
_BOOKS = "'points_scheme'::regclass::oid::int, {0}::int"


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
            for name, table in (
                ("points_check", "points_transfer"), ("points_keep", "points_transfer"),
                ("points_close", "points_scheme"), ("points_stay", "points_account"),
            )
            for statement in (
                f'DROP TRIGGER IF EXISTS {name} ON "{table}"',
                f"DROP FUNCTION IF EXISTS {name}()",
            )
        ]  # fmt: skip
    names = (
        "points_check_time", "points_check_accounts", "points_check_outcome", "points_keep",
        "points_stay",
    )  # fmt: skip
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _on_postgres() -> list[str]:
    """One trigger for a whole statement: of one row it does what it must and no more, of many it
    moves each account once."""
    refuse = "RAISE EXCEPTION '{0}' USING ERRCODE = 'check_violation'"
    fits = "id = one.{side}_id AND scheme_id = one.scheme_id AND closed_at IS NULL"
    # The statement that moves a balance also finds whether the account fits; what it does not
    # move is looked for by itself.
    side = (
        f"UPDATE points_account SET balance = balance {{sign}} one.moved{{held}} "  # noqa: S608
        f"WHERE {fits} AND NOT may_go_below; IF NOT FOUND THEN "
        f"PERFORM 1 FROM points_account WHERE {fits} AND may_go_below; "
        f"IF NOT FOUND THEN {refuse.format(ACCOUNTS)}; END IF; END IF;"
    )
    looked = (
        f"PERFORM 1 FROM points_account WHERE {fits.format(side='credit')}; "
        f"IF NOT FOUND THEN {refuse.format(ACCOUNTS)}; END IF;"
    )
    out = side.format(sign="-", held=", held = held + one.holds", side="debit")
    into = side.format(sign="+", held="", side="credit")
    keep = f"""
        CREATE FUNCTION points_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE one record; closed timestamptz;
        BEGIN
          SELECT count(*) OVER () AS of_so_many, w.* INTO one FROM written w;
          IF one.of_so_many <> 1 THEN
            {_many_on_postgres(refuse)}
            RETURN NULL;
          END IF;
          -- Shared until we end, and a closing takes it alone: whoever comes after a closing sees
          -- it, since this is a statement of its own, and a closing sees everybody who came before.
          IF pg_advisory_xact_lock_shared({_BOOKS.format("one.scheme_id")}) IS NULL THEN
            RETURN NULL;  -- Nothing was written. Asked as a condition, it is no statement.
          END IF;
          SELECT closed_until INTO closed FROM points_scheme WHERE id = one.scheme_id;
          IF closed IS NOT NULL AND one.at <= closed THEN {refuse.format(CLOSED)}; END IF;
          IF one.of_id IS NOT NULL THEN
            PERFORM 1 FROM points_transfer o
              WHERE o.id = one.of_id AND o.scheme_id = one.scheme_id
              AND ({_FITS.format(new="one", of="o")});
            IF NOT FOUND THEN {refuse.format(OUTCOME)}; END IF;
          END IF;
          IF one.moved = 0 THEN {out} {looked}
          ELSIF one.debit_id < one.credit_id THEN {out} {into}
          ELSE {into} {out} END IF;
          RETURN NULL;
        END $$
    """  # noqa: S608
    return [
        keep,
        'CREATE TRIGGER points_keep AFTER INSERT ON "points_transfer" '
        "REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION points_keep()",
        *_close_on_postgres(),
        *_stay_on_postgres(),
    ]


def _close_on_postgres() -> list[str]:
    return [
        f"""
        CREATE FUNCTION points_close() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock({_BOOKS.format("NEW.id")});
          RETURN NEW;
        END $$
        """,
        "CREATE TRIGGER points_close BEFORE UPDATE OF closed_until ON points_scheme FOR EACH ROW "
        "WHEN (OLD.closed_until IS DISTINCT FROM NEW.closed_until) EXECUTE FUNCTION points_close()",
    ]


def _stay_on_postgres() -> list[str]:
    """What a transfer names stays: asked once, when an account would go, and not by a foreign key
    for each side of each transfer. That it is there when a transfer is written, `points_keep` has
    seen."""
    return [
        f"""
        CREATE FUNCTION points_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            IF (NEW.id, NEW.scheme_id) = (OLD.id, OLD.scheme_id) THEN RETURN NEW; END IF;
          END IF;
          PERFORM pg_advisory_xact_lock({_BOOKS.format("OLD.scheme_id")});
          IF EXISTS (SELECT 1 FROM points_transfer WHERE debit_id = OLD.id)
            OR EXISTS (SELECT 1 FROM points_transfer WHERE credit_id = OLD.id) THEN
            RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'foreign_key_violation';
          END IF;
          IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
          RETURN NEW;
        END $$
        """,  # noqa: S608
        "CREATE TRIGGER points_stay BEFORE DELETE OR UPDATE OF id, scheme_id ON points_account "
        "FOR EACH ROW EXECUTE FUNCTION points_stay()",
    ]


class WithoutKeys(Operation):
    """On PostgreSQL the foreign keys of a transfer that its triggers make needless go: its scheme,
    both accounts, and what it ends (`points_keep`, `points_stay`; a transfer itself never goes)."""

    reversible = True
    fields = ("scheme", "debit", "credit", "of")

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        model = after.apps.get_model(app_label, "transfer")
        for field in map(model._meta.get_field, self.fields):
            for name in editor._constraint_names(model, [field.column], foreign_key=True):
                editor.execute(editor._delete_fk_sql(model, name))

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        model = after.apps.get_model(app_label, "transfer")
        for field in map(model._meta.get_field, self.fields):
            suffix = "_fk_%(to_table)s_%(to_column)s"
            editor.execute(editor._create_fk_sql(model, field, suffix))

    def describe(self) -> str:
        return "Leave what a transfer names to its triggers"


def _many_on_postgres(refuse: str) -> str:
    """The same for many rows. They count in the order of their places in the chain: an account
    may not be below zero after any of them, though it is written once."""
    sides = """(
        SELECT debit_id AS account, lane, number, -moved AS moved, holds FROM written
        UNION ALL SELECT credit_id, lane, number, moved, 0 FROM written) side"""
    fits = (
        "SELECT 1 FROM points_account a WHERE a.id = w.{side}_id "
        "AND a.scheme_id = w.scheme_id AND a.closed_at IS NULL"
    )
    return f"""
        PERFORM pg_advisory_xact_lock_shared({_BOOKS.format("shared.scheme_id")})
          FROM (SELECT DISTINCT scheme_id FROM written ORDER BY scheme_id) shared;
        IF EXISTS (SELECT 1 FROM written w JOIN points_scheme s ON s.id = w.scheme_id
            WHERE w.at <= s.closed_until) THEN {refuse.format(CLOSED)}; END IF;
        IF EXISTS (SELECT 1 FROM written w WHERE w.of_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM points_transfer o WHERE o.id = w.of_id AND o.scheme_id = w.scheme_id
            AND ({_FITS.format(new="w", of="o")}))) THEN {refuse.format(OUTCOME)}; END IF;
        -- All are held before one is written, the smallest number first, as a single one does.
        PERFORM 1 FROM points_account WHERE NOT may_go_below AND id IN (
            SELECT debit_id FROM written UNION ALL SELECT credit_id FROM written)
          ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS (SELECT 1 FROM written w WHERE NOT EXISTS ({fits.format(side="debit")})
            OR NOT EXISTS ({fits.format(side="credit")})) THEN {refuse.format(ACCOUNTS)}; END IF;
        IF EXISTS (SELECT 1 FROM (
              SELECT account, sum(moved) OVER earlier AS moved, sum(holds) OVER earlier AS holds
              FROM {sides} WINDOW earlier AS (PARTITION BY account ORDER BY lane, number)
            ) until JOIN points_account a ON a.id = until.account
            WHERE NOT a.may_go_below AND a.balance + until.moved < a.held + until.holds)
          THEN {refuse.format(BELOW_ZERO)}; END IF;
        UPDATE points_account a SET balance = a.balance + total.moved, held = a.held + total.holds
          FROM (SELECT account, sum(moved)::bigint AS moved, sum(holds)::bigint AS holds
            FROM {sides} GROUP BY account) total
          WHERE a.id = total.account AND NOT a.may_go_below
            AND (total.moved <> 0 OR total.holds <> 0);
    """  # noqa: S608


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
    named = " OR ".join(
        f"EXISTS (SELECT 1 FROM points_transfer WHERE {side} = OLD.id)"  # noqa: S608
        for side in ("debit_id", "credit_id")
    )
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
        # That it does not go, the foreign keys see to here.
        'CREATE TRIGGER points_stay BEFORE UPDATE OF scheme_id ON "points_account" '
        f"WHEN OLD.scheme_id <> NEW.scheme_id AND ({named}) {refuse.format(STAYS)}",
    ]
