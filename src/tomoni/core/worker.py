"""The worker: takes one job after the other until it is told to stop."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from datetime import datetime
from types import FrameType
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from tomoni.core import jobs
from tomoni.core.holding import Hold
from tomoni.core.models import Beat

log = logging.getLogger("tomoni.worker")

BEAT_SECONDS = 20.0
REQUEUE_SECONDS = 15.0
AFTER_TROUBLE_SECONDS = 5.0
_stop = threading.Event()


def stopping() -> bool:
    """Whether this process was asked to end; a long job looks now and then and leaves early."""
    return _stop.is_set()


def rest(seconds: float) -> None:
    """Wait, but not longer than until this process is asked to end."""
    _stop.wait(seconds)


def stop_when_told() -> None:
    """SIGTERM and Ctrl-C let the job in hand finish; nothing is broken off in the middle."""

    def told(_number: int, _frame: FrameType | None) -> None:
        _stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    _stop.clear()


def beat(name: str, *, at: datetime) -> None:
    Beat.objects.update_or_create(name=name, defaults={"at": at})


class Worker:
    """One process that works. Its name is held while it lives; see `jobs.requeue`."""

    def __init__(self, *, batch: bool = False, interval: float = 0.5) -> None:
        self.batch, self.interval = batch, interval
        self.done = 0
        self._hold = self._new_name()
        self._next_beat = self._next_requeue = 0.0

    def _new_name(self) -> Hold:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        return Hold(f"worker:{self.name}")

    def run(self) -> None:
        parent = os.getppid()
        try:
            while not stopping():
                try:
                    self._keep_house()
                    row = jobs.claim(self.name)
                    if row is not None:
                        jobs.do(row)
                        self.done += 1
                        continue
                except DatabaseError as problem:
                    # A full disk or a server that restarts: nothing is lost, the rows wait.
                    log.error("the database has trouble: %s", type(problem).__name__)
                    connection.close()
                    _stop.wait(AFTER_TROUBLE_SECONDS)
                    continue
                if self.batch or os.getppid() != parent:
                    return
                _stop.wait(self.interval)
        finally:
            self._hold.let_go()

    def _keep_house(self) -> None:
        now = time.monotonic()
        if now >= self._next_beat:
            if not self._hold.still():
                self._hold = self._new_name()
            beat("work", at=timezone.now())
            self._next_beat = now + BEAT_SECONDS
        if now >= self._next_requeue:
            jobs.requeue()
            self._next_requeue = now + REQUEUE_SECONDS


def trouble(*, at: datetime) -> list[str]:
    """Which of the two, `work` and `tick`, have not been seen lately; [] when all is well."""
    seen: dict[str, Any] = dict(Beat.objects.values_list("name", "at"))
    return [
        name
        for name, minutes in (("work", 15), ("tick", 15))
        if name not in seen or abs((at - seen[name]).total_seconds()) > minutes * 60
    ]
