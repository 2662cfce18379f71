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
