"""Holding a name for as long as a process lives, so that two never do one thing at once.

The operating system or the database server lets go of the name the moment the process is gone,
however it went. So nothing here waits for a lease to run out, and nothing asks the clock.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection


class Hold:
    """One name in one hand. `taken` says whether we have it; `let_go` gives it back.

    On SQLite it is a lock on a file in the data folder (one machine is all there is); on
    PostgreSQL an advisory lock on a connection of its own, seen by every machine.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._there: Any = None
        self.taken = self._take()

    def _take(self) -> bool:
        if connection.vendor == "postgresql":
            own = connection.copy()
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(self.name)])
                (taken,) = cursor.fetchone()
            if not taken:
                own.close()
                return False
            self._there = own
            return True
        folder = Path(settings.DATA_DIR) / "locks"
        folder.mkdir(exist_ok=True)
        file = open(folder / f"{_number(self.name):x}", "w")  # noqa: SIM115  (Open while held.)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._there = file
        return True

    def still(self) -> bool:
        """Whether the name is still ours: a database server that restarted has forgotten it."""
        if connection.vendor != "postgresql" or self._there is None:
            return self.taken
        try:
            with self._there.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                    "AND pid = pg_backend_pid()"
                )
                return bool(cursor.fetchone()[0])
        except Exception:  # A connection that is gone holds nothing.
            self._there = None
            self.taken = False
            return False

    def let_go(self) -> None:
        there, self._there, self.taken = self._there, None, False
        if there is None:
            return
        if connection.vendor == "postgresql":
            try:
                with there.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock_all()")
            finally:
                there.close()
        else:
            there.close()


@contextmanager
def holding(name: str) -> Iterator[bool]:
    """Hold `name` for a block; gives False when somebody else has it."""
    hold = Hold(name)
    try:
        yield hold.taken
    finally:
        hold.let_go()


def is_held(name: str) -> bool:
    """Whether somebody living has this name now."""
    hold = Hold(name)
    free = hold.taken
    hold.let_go()
    return not free


def _number(name: str) -> int:
    """Advisory locks are numbers: sixty-three bits of the name's hash, per database."""
    spoken = f"{connection.settings_dict['NAME']}/{name}".encode()
    return int.from_bytes(hashlib.sha256(spoken).digest()[:8]) >> 1
