"""What SQLite cannot count itself: the hash of a chained row, for statements that chain as they write.

Only statements of ours name it, no trigger and no table, so any other program can open the file.
"""

from typing import Any

from django.db.backends.signals import connection_created

from tomoni.core.chain.rows import digest

DIGEST = "chain_digest"  # (previous, table, lane, number, text) gives the hash.


def lend() -> None:
    """Every connection to SQLite opened from now on knows the function."""
    connection_created.connect(_give, dispatch_uid=DIGEST)


def _give(*, connection: Any, **_rest: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(DIGEST, 5, digest, deterministic=True)
