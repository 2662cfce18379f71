"""Where an import waits between being read and being written: one file, whatever the length.

Everything that takes thought (reading, comparing, the words of the search index) is done
before the database is touched and laid down here in parcels.  The file also remembers what
has been met, so that the memory of the program stays flat.
"""

import os
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

# The order in which the parcels of a file are written: all new rows as drafts, then all of
# them shown in one transaction, then what changes in entries listed before, then the index.
ARRIVE, SHOW, FOLLOW, FIND = range(4)
PHASE_BITS = 40

_TABLES = """
CREATE TABLE met(key INTEGER PRIMARY KEY, line INTEGER, meaning INTEGER, content INTEGER);
CREATE TABLE claimed(key INTEGER PRIMARY KEY);
CREATE TABLE parcel(place INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE told(name TEXT PRIMARY KEY, body BLOB);
"""


class Stage:
    """One file's worth of parcels; without a path it lives as long as the object."""

    def __init__(self, path: Path | None = None) -> None:
        is_new = path is None or not path.exists()
        self.path = path
        self._db = sqlite3.connect(str(path or ""), isolation_level=None, check_same_thread=False)
        # While it is being filled nobody relies on it; `seal` brings it to the disk.
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000"):
            self._db.execute(f"PRAGMA {pragma}")
        if is_new:
            self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._counts = dict.fromkeys((ARRIVE, SHOW, FOLLOW, FIND), 0)

    def meet(self, key: int, line: int, meaning: int, content: int) -> tuple[int, int, int] | None:
        """Remember an identity; what was remembered under it before stays and is returned."""
        row: tuple[int, int, int] | None = self._db.execute(
            "SELECT line, meaning, content FROM met WHERE key = ?", (_signed(key),)
        ).fetchone()
        if row is None:
            values = (_signed(key), line, _signed(meaning), _signed(content))
            self._db.execute("INSERT INTO met VALUES (?, ?, ?, ?)", values)
            return None
        return row[0], row[1] % 2**64, row[2] % 2**64

    def claim(self, key: UUID) -> bool:
        """Whether nobody in this file had claimed the entry before."""
        done = self._db.execute("INSERT OR IGNORE INTO claimed VALUES (?)", (_short(key),))
        return done.rowcount == 1

    def is_claimed(self, key: UUID) -> bool:
        found = self._db.execute("SELECT 1 FROM claimed WHERE key = ?", (_short(key),))
        return found.fetchone() is not None

    def add(self, phase: int, parcel: Any) -> None:
        self._counts[phase] += 1
        place = phase << PHASE_BITS | self._counts[phase]
        body = pickle.dumps(parcel, protocol=pickle.HIGHEST_PROTOCOL)
        self._db.execute("INSERT INTO parcel VALUES (?, ?)", (place, body))

    def next(self, after: int) -> tuple[int, int, Any] | None:
        """The next parcel: its place, its phase and what is in it."""
        row = self._db.execute(
            "SELECT place, body FROM parcel WHERE place > ? ORDER BY place LIMIT 1", (after,)
        ).fetchone()
        # The file is our own, in our own folder: whoever can write there has the program.
        return None if row is None else (row[0], row[0] >> PHASE_BITS, pickle.loads(row[1]))  # noqa: S301

    def tell(self, **words: Any) -> None:
        """Keep what is needed to go on after the program was stopped."""
        rows = [(name, pickle.dumps(value)) for name, value in words.items()]
        self._db.executemany("INSERT OR REPLACE INTO told VALUES (?, ?)", rows)

    def told(self, name: str) -> Any:
        row = self._db.execute("SELECT body FROM told WHERE name = ?", (name,)).fetchone()
        return pickle.loads(row[0]) if row else None  # noqa: S301  (Our own file, as above.)

    def seal(self) -> None:
        """From here on the file must outlive the program and the power."""
        self._db.execute("COMMIT")
        if self.path is not None:
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._db.close()

    def __iter__(self) -> Iterator[tuple[int, int, Any]]:
        place = 0
        while found := self.next(place):
            place = found[0]
            yield found


def _signed(number: int) -> int:
    """SQLite's whole numbers have a sign."""
    return (number + 2**63) % 2**64 - 2**63


def _short(key: UUID) -> int:
    return _signed(key.int % 2**64)
