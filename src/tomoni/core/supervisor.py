"""Several processes kept running by one: the web server, the worker and the timetable.

A child that ends is started again, a little later each time it ends soon. SIGTERM stops all of
them in order. When this process itself is killed, the kernel tells the children to stop
(Linux), and the worker and the timetable also notice that their parent is gone.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
LONG_ENOUGH = 60.0
PATIENCE = 25.0


@dataclass
class Child:
    """One program that must be running."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    not_before: float = 0.0
    wait: float = field(default=FIRST_WAIT)

    def start(self) -> None:
        self.begun = time.monotonic()
        # In a group of its own, so that what a killed server leaves behind can be ended too.
        self.process = subprocess.Popen(  # noqa: S603  (Our own program and words.)
            [sys.executable, "-m", "tomoni", *self.words],
            env={**os.environ, "TOMONI_SUPERVISED": "1"},
            preexec_fn=_end_with_parent(os.getpid()),
            process_group=0,
        )

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Supervisor:
    """Keeps its children running until it is told to stop."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children, self.say = children, say
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._told)
        signal.signal(signal.SIGINT, self._told)
        while not self.stopping:
            for child in self.children:
                self._look_after(child)
            time.sleep(0.2)
        self._stop_all()

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.not_before:
                child.start()
            return
        code = child.process.poll()
        if code is None:
            return
        child.signal(signal.SIGKILL)
        child.wait = (
            FIRST_WAIT if now - child.begun > LONG_ENOUGH else min(child.wait * 2, LONGEST_WAIT)
        )
        child.process, child.not_before = None, now + child.wait
        self.say(f"{child.name}: ended with {code}, starts again in {child.wait:.0f} s")

    def _stop_all(self) -> None:
        for child in self.children:
            if child.process is not None:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name}: did not stop by itself")
            child.signal(signal.SIGKILL)
