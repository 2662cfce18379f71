"""DATABASE_URL to Django's DATABASES entry, for SQLite and PostgreSQL.

SQLite runs in WAL mode with IMMEDIATE transactions, because a deferred transaction that
becomes a writer halfway fails with "database is locked" under two writers. It syncs fully:
audit rows and cases may not be lost at a power cut. The WAL goes up to 32 MB before it is written
into the file: pages written again and again get there once, which was a tenth of the time of a
small transaction (docs/benchmarks.md, points).
A thread keeps its connection for some seconds: opening one and preparing it costs five
milliseconds of processor, more than most of our pages, and closing the last one folds the whole
WAL into the file. PostgreSQL has a pool instead.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import BadSetting

# A backup is restored into the same file, so what is open sees it at once.
SQLITE_KEPT_SECONDS = 60
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA foreign_keys=ON;PRAGMA wal_autocheckpoint=8000;"
)


def from_url(url: str, data: Path) -> dict[str, Any]:
    """The database entry for `url`; an empty url means the embedded SQLite file."""
    if not url:
        return sqlite(str(data / "tomoni.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path) if parts.path != "/:memory:" else ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                **dict(parse_qsl(parts.query)),
                "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            },
        }
    raise BadSetting("DATABASE_URL", parts.scheme, "begin with postgres:// or sqlite:///")


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": SQLITE_KEPT_SECONDS,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": SQLITE_PRAGMAS,
        },
    }
