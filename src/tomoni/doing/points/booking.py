"""A transfer is chained and written by one statement, inside the database.

Asked from here it would be three: take a lane of the chain, look where it ends, insert; with a
beginning and an end of the transaction around them, while nobody else may write. One statement is
its own transaction. It does the same in the same order and with the same hash (core/chain/rows.py
says what is hashed); whoever verifies the chain cannot tell the two apart. PostgreSQL has a
function for it, SQLite an INSERT that asks for the hash (core/chain/functions.py).
"""

from typing import Any

from django.db.migrations.operations.base import Operation

from tomoni.core.chain.functions import DIGEST

# The columns in the order in which they are handed over; the chain's own four are made inside.
COLUMNS = (
    "id", "scheme_id", "kind", "purpose", "debit_id", "credit_id", "amount", "moved", "holds",
    "of_id", "until", "note", "by_id", "at",
)  # fmt: skip
# Of many at once the place in the chain is found before, and each column is handed over as a list.
# By their keys, so that two sendings of the same ones wait for each other and never in a ring.
PLACED = ("lane", "number", "previous", "hash")
TYPES = (
    "bigint", "bigint", "bytea", "bytea", "uuid", "bigint", "text", "text", "bigint", "bigint",
    "bigint", "bigint", "bigint", "uuid", "timestamptz", "text", "uuid", "timestamptz",
)  # fmt: skip
MANY = (
    f"INSERT INTO points_transfer ({', '.join((*PLACED, *COLUMNS))}) "  # noqa: S608
    f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in TYPES)}) "
    f"AS asked({', '.join((*PLACED, *COLUMNS))}) ORDER BY id"
)
PLACES = ", ".join(["%s"] * (2 + len(COLUMNS)))
CALL = f"SELECT lane, number, previous, hash FROM points_book({PLACES})"  # noqa: S608

_LAST = "FROM points_transfer t WHERE t.lane = l.id ORDER BY t.number DESC LIMIT 1"
# One lane is enough where one writes at a time; without any lane yet, nothing is written.
ALONE = f"""
    INSERT INTO points_transfer ({", ".join((*PLACED, *COLUMNS))})
    SELECT lane, number, previous,
      {DIGEST}(previous, 'points_transfer', lane, number, %s), {", ".join(["%s"] * len(COLUMNS))}
    FROM (
      SELECT l.id AS lane, COALESCE((SELECT t.number {_LAST}), 0) + 1 AS number,
        COALESCE((SELECT t.hash {_LAST}), zeroblob(32)) AS previous
      FROM core_lane l WHERE l."table" = 'points_transfer' ORDER BY l.id LIMIT 1)
    WHERE true
    RETURNING lane, number, previous, hash
"""  # noqa: S608


class BookInOne(Operation):
    """Installs the function. A migration that changes the columns of a transfer changes it too."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        self.database_backwards(app_label, editor, before, after)
        if editor.connection.vendor == "postgresql":
            editor.execute(_function(), None)  # Its per cent signs are no places.

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP FUNCTION IF EXISTS points_book")

    def describe(self) -> str:
        return "Chain and write a transfer by one statement"


def _function() -> str:
    taken = ", ".join(f"p_{name} points_transfer.{name}%TYPE" for name in COLUMNS)
    return f"""
        CREATE FUNCTION points_book(
          known bigint, content text, {taken},
          OUT lane bigint, OUT number bigint, OUT previous bytea, OUT hash bytea
        ) LANGUAGE plpgsql AS $$
        BEGIN
          SELECT l.id INTO lane FROM core_lane l
            WHERE l.id = known AND l."table" = 'points_transfer' FOR UPDATE SKIP LOCKED;
          IF lane IS NULL THEN
            SELECT l.id INTO lane FROM core_lane l WHERE l."table" = 'points_transfer'
              ORDER BY l.id LIMIT 1 FOR UPDATE SKIP LOCKED;
          END IF;
          IF lane IS NULL THEN
            INSERT INTO core_lane ("table") VALUES ('points_transfer') RETURNING id INTO lane;
          END IF;
          -- A statement of its own after the lock: it sees what the lane's last holder wrote.
          SELECT t.number, t.hash INTO number, previous FROM points_transfer t
            WHERE t.lane = points_book.lane ORDER BY t.number DESC LIMIT 1;
          number := COALESCE(number, 0) + 1;
          previous := COALESCE(previous, decode(repeat('00', 32), 'hex'));
          hash := sha256(previous || convert_to(
            'points_transfer ' || lane || ' ' || number || ' ' || content, 'UTF8'));
          INSERT INTO points_transfer (lane, number, previous, hash, {", ".join(COLUMNS)})
            VALUES (points_book.lane, points_book.number, points_book.previous, points_book.hash,
              {", ".join(f"p_{name}" for name in COLUMNS)});
        END $$
    """  # noqa: S608
