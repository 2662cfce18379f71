"""Databases made once in a run and copied by every test process: migrated, and the sample town.

Migrating takes ten seconds and the sample town twenty, and a run has several processes and
dozens of installations. The first that needs one makes it, by the program's own commands; the
others wait at a lock and copy it.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = "TEST_RUN_KEEPS"


def begin() -> None:
    """A folder for what the processes of this run share; they inherit its name."""
    os.environ[PLACE] = tempfile.mkdtemp(prefix="tomoni-kept-")


def end() -> None:
    shutil.rmtree(os.environ.pop(PLACE), ignore_errors=True)


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, filled by `make` if nobody in this run has done so yet."""
    if PLACE not in os.environ:  # A command of its own (tests.day, tests.lives), not a test run.
        begin()
        atexit.register(end)
    folder = Path(os.environ[PLACE]) / name
    with _alone(name):
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / "made").touch()
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with open(Path(os.environ[PLACE]) / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
