"""All public entries as columns in memory, to count every filter's choices at once.

The page shows how many entries each choice would leave. Asked of the database that is a
grouped query for each kind of filter; here it is one pass over a table of bits. `filters`
says what a filter means, and a test keeps the two equal.
"""

from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Any

import numpy as np
from django.utils import timezone

from tomoni.core import search
from tomoni.town.places.queries import open_now, table
from tomoni.town.places.queries.directory import DIRECTORY, ELSEWHERE_S
from tomoni.town.places.queries.filters import METRES_PER_DEGREE, Filters
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.queries.table import Rows, Snapshot

__all__ = ["Rows", "Snapshot", "current", "forget", "masks", "squared_metres", "together"]
QUICK_S = 1.0  # A table made faster than this is made anew after every change.
MOST_MINUTES = 50
PATIENCE = 10  # A slower one may be so many times its making old.

_held: dict[str, Any] = {"key": None, "stamp": 0, "snapshot": None, "made": 0.0, "took": 0.0}
_lock = Lock()


def current(at: datetime) -> Snapshot:
    """The table as of the newest change of the directory."""
    state, stamp = DIRECTORY.state()
    key = (state, timezone.localdate(at))
    if _fresh(key, stamp):
        return _held["snapshot"]  # type: ignore[no-any-return]
    with _lock:
        if not _fresh(key, stamp):
            begun = monotonic()
            _held["snapshot"] = table.make(key[1])
            _held.update(key=key, stamp=stamp, made=monotonic(), took=monotonic() - begun)
        return _held["snapshot"]  # type: ignore[no-any-return]


def forget() -> None:
    """Make the table anew at the next question; for tests, which write without audit rows."""
    _held.update(key=None, stamp=0, snapshot=None, made=0.0, took=0.0)


def _fresh(key: Any, stamp: int) -> bool:
    if _held["snapshot"] is None:
        return False
    age = monotonic() - _held["made"]
    if _held["key"] == key:
        return bool(_held["stamp"] == stamp or age < ELSEWHERE_S)
    slow = _held["took"] > QUICK_S
    return bool(slow and age < PATIENCE * _held["took"])


def masks(snapshot: Snapshot, filters: Filters) -> dict[str, Rows]:
    """The rows that fit each part of the question; the words are under "q"."""
    found = {name: _mask(snapshot, filters, name) for name in filters.active}
    if filters.q:
        numbers = np.array(search.matching_numbers(SECTION, filters.query), np.int64)
        fitting = np.zeros(len(snapshot.keys), bool)
        if len(snapshot.doc_numbers):
            spots = np.searchsorted(snapshot.doc_numbers, numbers)
            spots = spots[spots < len(snapshot.doc_numbers)]
            known = np.isin(snapshot.doc_numbers[spots], numbers)
            fitting[snapshot.doc_owners[spots[known]]] = True
        found["q"] = fitting[snapshot.owner] if len(snapshot.owner) else snapshot.none()
    return found


def together(snapshot: Snapshot, parts: dict[str, Rows], leave_out: str = "") -> Rows:
    """The rows that fit all parts but one."""
    fitting = np.ones(len(snapshot.owner), bool)
    for name, rows in parts.items():
        if name != leave_out:
            fitting = fitting & rows
    return fitting


def squared_metres(snapshot: Snapshot, filters: Filters) -> Rows:
    """From every row to the point asked for; NaN where a place has no point."""
    point = filters.point
    assert point is not None
    north = (snapshot.lat - point.lat) * METRES_PER_DEGREE
    east = (snapshot.lng - point.lng) * (METRES_PER_DEGREE * np.cos(np.radians(point.lat)))
    return north * north + east * east


def _mask(snapshot: Snapshot, filters: Filters, name: str) -> Rows:
    if name in ("category", "town", "district", "day"):
        return snapshot.any_of(name, getattr(filters, name))
    if name == "language":
        wanted = [code.lower() for code in filters.language]
        return snapshot.any_of(
            name,
            [
                known
                for known in snapshot.columns[name]
                if any(known == code or known.startswith(f"{code}-") for code in wanted)
            ],
        )
    if name == "fact":
        fitting = np.ones(len(snapshot.owner), bool)
        for code in filters.fact:
            fitting = fitting & snapshot.any_of(name, [code])
        return fitting
    if name == "age":
        return (snapshot.age_min <= filters.age) & (snapshot.age_max >= filters.age)
    if name == "open":
        assert filters.open_at is not None
        return _open(snapshot, filters.open_at)
    if name == "near":
        return _near(snapshot, filters)
    return snapshot.any_of(name, [getattr(filters, name)])


def _near(snapshot: Snapshot, filters: Filters) -> Rows:
    point = filters.point
    assert point is not None
    squared = squared_metres(snapshot, filters)
    known = ~np.isnan(squared)
    if not filters.radius:
        return known
    inside = known & (np.nan_to_num(squared, nan=np.inf) <= float(filters.radius) ** 2)
    return inside | (known & snapshot.any_of("town", point.towns))


def _open(snapshot: Snapshot, at: datetime) -> Rows:
    """Asked of the database once a minute."""
    minute = at.replace(second=0, microsecond=0)
    if (known := snapshot.open_at.get(minute)) is not None:
        return known
    rows = snapshot.none()
    rows[[snapshot.ats[pk] for pk in open_now.numbers(minute) if pk in snapshot.ats]] = True
    rows &= snapshot.any_of("status", ["running"])
    if len(snapshot.open_at) >= MOST_MINUTES:
        snapshot.open_at.clear()
    snapshot.open_at[minute] = rows
    return rows
