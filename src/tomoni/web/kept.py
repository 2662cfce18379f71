"""Finished pages in the memory of one worker: as many as fit, the least used go first."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

MOST_BYTES = 64 * 2**20
MOST_PAGES = 4000
OVERHEAD = 1000  # Headers and bookkeeping of one page, roughly.


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page as it goes over the wire.

    `until` is the clock time after which it is made anew; `stamp` is the state of the town it
    was made from; `begun` is when its making began, in seconds of the steady clock.
    """

    body: bytes
    headers: dict[str, str]
    etag: str
    until: float
    stamp: int
    begun: float = 0.0


@dataclass(slots=True)
class Turn:
    """Whose turn it is to make one page, and how many are there for it."""

    lock: Lock = field(default_factory=Lock)
    people: int = 0


class Shelf:
    """The kept pages; safe for the threads of one worker."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_pages: int = MOST_PAGES) -> None:
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._making: dict[Hashable, Turn] = {}
        self._refused: dict[Hashable, float] = {}
        self._lock = Lock()
        self._bytes = 0
        self._most_bytes, self._most_pages = most_bytes, most_pages

    def get(self, key: Hashable, stamp: int, now: float) -> Page | None:
        """The page, unless it is too old or the town has changed since."""
        page = self._pages.get(key)
        if page is None or page.stamp != stamp or page.until <= now:
            return None
        return page

    def old(self, key: Hashable, now: float) -> Page | None:
        """The page although the town may have changed since, unless its own time is over."""
        page = self._pages.get(key)
        return page if page and now < page.until else None

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page and let the oldest go until everything fits."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._bytes += len(page.body) + OVERHEAD
            while self._bytes > self._most_bytes or len(self._pages) > self._most_pages:
                self._drop(next(iter(self._pages)))

    def refuse(self, key: Hashable, until: float) -> None:
        """Remember that this page cannot be kept, so that nobody waits for it."""
        with self._lock:
            if len(self._refused) >= self._most_pages:
                self._refused.clear()
            self._refused[key] = until

    def is_refused(self, key: Hashable, now: float) -> bool:
        return self._refused.get(key, 0.0) > now

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._refused.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    @contextmanager
    def alone(self, key: Hashable, *, wait: bool = True) -> Iterator[bool]:
        """One thread makes a page. Others wait for it, or without `wait` are told False at once.

        The turn is forgotten only when nobody is there for it: somebody who comes while others
        still wait must meet the same lock, or two would make the page.
        """
        with self._lock:
            turn = self._making.setdefault(key, Turn())
            turn.people += 1
        mine = False
        try:
            mine = turn.lock.acquire(blocking=wait)
            yield mine
        finally:
            if mine:
                turn.lock.release()
            with self._lock:
                turn.people -= 1
                if not turn.people:
                    del self._making[key]

    def _drop(self, key: Hashable) -> None:
        if page := self._pages.pop(key, None):
            self._bytes -= len(page.body) + OVERHEAD
