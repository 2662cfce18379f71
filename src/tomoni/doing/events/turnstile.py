"""A turnstile before the sign-up: few at once may write, so that everybody is answered soon.

A process answers with a handful of threads, and a sign-up costs more than twice what it costs to
keep a form for later. Were a crowd all let through, everybody would wait for everybody, and nobody
could open any page. So one signs up at a time, one more waits a moment, and only so many go through
in a second; whoever comes then is given a turn (`actions/turns.py`). On an ordinary day nobody
meets it. See docs/adr/0044-turns-at-a-popular-date.md.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

AT_THE_DOOR = 2  # One inside and one who waits; of four threads two stay free for pages.
PATIENCE = 0.5  # Seconds; longer would be felt, and would keep a thread.
A_SECOND = 5  # So many go through in a second, and so many at once after a quiet one.


class Turnstile:
    """Lets one through at a time, and only so many in a second.

    Args:
        most: How many may stand at it, the one inside included.
        a_second: How many go through in a second.
        clock: Seconds that only go forward.
    """

    def __init__(
        self, *, most: int = AT_THE_DOOR, a_second: float = A_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._door = BoundedSemaphore(most)
        self._inside = Lock()
        self._counting = Lock()
        self._a_second, self._clock = a_second, clock
        self._left, self._seen = a_second, clock()

    @contextmanager
    def through(self, *, patience: float = PATIENCE) -> Iterator[bool]:
        """Gives whether one is inside; False at once when others wait already or it goes too fast.

        Args:
            patience: How many seconds to wait for whoever is inside.
        """
        if not self._door.acquire(blocking=False):
            yield False
            return
        try:
            is_inside = self._is_slow_enough() and self._inside.acquire(timeout=patience)
            try:
                yield is_inside
            finally:
                if is_inside:
                    self._inside.release()
        finally:
            self._door.release()

    def let(self, a_second: float) -> None:
        """Let so many go through in a second from now on."""
        with self._counting:
            self._a_second = self._left = a_second

    def _is_slow_enough(self) -> bool:
        """Whether one more may go through now; then it is counted."""
        with self._counting:
            now = self._clock()
            refilled = self._left + (now - self._seen) * self._a_second
            self._left, self._seen = min(self._a_second, refilled), now
            if self._left < 1:
                return False
            self._left -= 1
            return True


turnstile = Turnstile()
