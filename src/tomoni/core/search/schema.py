"""What the index needs beside its table, made by a migration on either database."""

from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE = (
    "CREATE VIRTUAL TABLE core_searchfts USING fts5(tokens, content='core_searchdoc',"
    " content_rowid='id', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER core_searchdoc_added AFTER INSERT ON core_searchdoc BEGIN"
    " INSERT INTO core_searchfts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER core_searchdoc_gone AFTER DELETE ON core_searchdoc BEGIN"
    " INSERT INTO core_searchfts(core_searchfts, rowid, tokens)"
    " VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER core_searchdoc_changed AFTER UPDATE OF id, tokens ON core_searchdoc BEGIN"
    " INSERT INTO core_searchfts(core_searchfts, rowid, tokens)"
    " VALUES ('delete', old.id, old.tokens);"
    " INSERT INTO core_searchfts(rowid, tokens) VALUES (new.id, new.tokens); END",
)
POSTGRES = (
    # The cost tells the planner that asking the index is always the better way; unsafe keeps it
    # from starting parallel workers, which takes longer (40 ms) than any search here.
    "CREATE FUNCTION core_search_grams(tokens text) RETURNS text[] LANGUAGE plpgsql"
    " IMMUTABLE STRICT PARALLEL UNSAFE COST 10000"
    " AS $$ BEGIN RETURN string_to_array($1, ' '); END $$",
    "CREATE INDEX core_searchdoc_grams ON core_searchdoc USING gin (core_search_grams(tokens))"
    " WITH (fastupdate = off)",
)


class SearchIndex(Operation):
    """FTS5 table and triggers on SQLite, GIN index on PostgreSQL."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        statements = POSTGRES if editor.connection.vendor == "postgresql" else SQLITE
        for statement in statements:
            editor.execute(statement)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP INDEX IF EXISTS core_searchdoc_grams")
            editor.execute("DROP FUNCTION IF EXISTS core_search_grams(text)")
        else:
            for name in ("added", "gone", "changed"):
                editor.execute(f"DROP TRIGGER IF EXISTS core_searchdoc_{name}")
            editor.execute("DROP TABLE IF EXISTS core_searchfts")

    def describe(self) -> str:
        return "Make the full-text index"


# The documents that come first in every section: those whose weight and hash, the last 44 bits
# of a number, are small. Hashes are even: of documents without weight the front holds one in 8,
# the head one in 64. `core.search.postgres` asks with these very words, so that the planner knows
# the index.
FRONT = f"(id & {2**44 - 1}) < {2**37}"
HEAD = f"(id & {2**44 - 1}) < {2**34}"
GRAMS = "USING gin (core_search_grams(tokens)) WITH (fastupdate = off)"
INDEXES = {
    "core_searchdoc_grams": GRAMS,
    "core_searchdoc_front": f"{GRAMS} WHERE {FRONT}",
    "core_searchdoc_head": f"{GRAMS} WHERE {HEAD}",
}


class SearchParts(Operation):
    """On PostgreSQL: the same index over the first documents only, and plans that stay."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models do not change."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        # The cost of 10,000 made PostgreSQL compile a search (30 ms) instead of running it.
        editor.execute("ALTER FUNCTION core_search_grams(text) COST 500")
        # The old index goes too, and with it what ANALYZE had counted in it: knowing a token to
        # be in every document, the planner read the table instead (20 ms for 1,001 rows, not 2).
        # Without figures it takes every token for a rare one and asks the index.
        editor.execute("DROP INDEX core_searchdoc_grams")
        for name, how in INDEXES.items():
            editor.execute(f"CREATE INDEX {name} ON core_searchdoc {how}")
            editor.execute(f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0")

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if editor.connection.vendor != "postgresql":
            return
        for name in INDEXES:
            editor.execute(f"DROP INDEX {name}")
        editor.execute("ALTER FUNCTION core_search_grams(text) COST 10000")
        editor.execute(f"CREATE INDEX core_searchdoc_grams ON core_searchdoc {GRAMS}")

    def describe(self) -> str:
        return "Make the index over the first documents"
