"""All public entries as columns in memory, to count every filter's choices at once.

The page shows how many entries each choice would leave. Asked of the database that is a
grouped query for each kind of filter; here it is one pass over a table of bits. `filters`
says what a filter means, and a test keeps the two equal.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q
from django.utils import timezone

from tomoni.core import search
from tomoni.core.models import SearchDoc
from tomoni.core.stamp import content_stamp
from tomoni.core.text import search_key
from tomoni.ground.districts.models import DistrictTown
from tomoni.town.places.models import (
    Category,
    Listing,
    ListingAt,
    ListingLanguage,
    Opening,
    PlaceFact,
)
from tomoni.town.places.queries.filters import METRES_PER_DEGREE, Filters
from tomoni.town.places.queries.open_now import open_rows
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.rules.filters import WEEKDAYS

Rows = Any  # A numpy array with one element for every row.
QUICK_S = 1.0  # A table made faster than this is made anew after every change.
MOST_MINUTES = 50
PATIENCE = 10  # A slower one may be so many times its making old.


@dataclass
class Snapshot:
    """One row for every entry at every one of its places; an entry's rows stand together."""

    keys: list[UUID]
    names: list[str]
    starts: Rows
    owner: Rows
    ats: dict[int, int]
    at_of: list[int | None]
    doc_numbers: Rows
    doc_owners: Rows
    by_reading: Rows
    age_min: Rows
    age_max: Rows
    lat: Rows
    lng: Rows
    columns: dict[str, dict[str, Rows]] = field(default_factory=dict)
    open_at: dict[datetime, Rows] = field(default_factory=dict)

    def count(self, rows: Rows) -> int:
        """How many entries have at least one of these rows."""
        return int(self.entries(rows).sum())

    def entries(self, rows: Rows) -> Rows:
        """Whether each entry has at least one of these rows."""
        return np.logical_or.reduceat(rows, self.starts) if len(self.starts) else rows[:0]

    def counts(self, columns: dict[str, Rows], rows: Rows) -> dict[str, int]:
        """For every column: how many entries have one of its rows among these."""
        if not columns or not len(self.starts):
            return {}
        table = np.logical_and(np.stack(list(columns.values())), rows)
        sums = np.logical_or.reduceat(table, self.starts, axis=1).sum(axis=1)
        return dict(zip(columns, sums.tolist(), strict=True))

    def none(self) -> Rows:
        return np.zeros(len(self.owner), bool)

    def any_of(self, name: str, values: Any) -> Rows:
        found = self.none()
        for value in values:
            if (column := self.columns[name].get(value)) is not None:
                found |= column
        return found

    def rows_of(self, index: int) -> range:
        """The rows of one entry."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.owner)
        return range(int(self.starts[index]), int(end))


_held: dict[str, Any] = {"key": None, "snapshot": None, "made": 0.0, "took": 0.0}
_lock = Lock()


def current(at: datetime) -> Snapshot:
    """The table as of the newest change."""
    key = (content_stamp(), timezone.localdate(at))
    if _fresh(key):
        return _held["snapshot"]  # type: ignore[no-any-return]
    with _lock:
        if not _fresh(key):
            begun = monotonic()
            _held["snapshot"] = _make(key[1])
            _held.update(key=key, made=monotonic(), took=monotonic() - begun)
        return _held["snapshot"]  # type: ignore[no-any-return]


def forget() -> None:
    """Make the table anew at the next question; for tests, which write without audit rows."""
    _held.update(key=None, snapshot=None, made=0.0, took=0.0)


def _fresh(key: Any) -> bool:
    if _held["snapshot"] is None:
        return False
    if _held["key"] == key:
        return True
    slow = _held["took"] > QUICK_S
    return bool(slow and monotonic() - _held["made"] < PATIENCE * _held["took"])


def _make(today: date) -> Snapshot:
    parents = dict(Category.objects.values_list("code", "parent"))
    more: dict[UUID, list[str]] = defaultdict(list)
    for key, code in Listing.more_categories.through.objects.values_list("listing", "category"):
        more[key].append(code)
    spoken: dict[UUID, list[str]] = defaultdict(list)
    for key, code in ListingLanguage.objects.values_list("listing", "code"):
        spoken[key].append(code.lower())
    facts: dict[UUID, list[str]] = defaultdict(list)
    for key, code in PlaceFact.objects.exclude(value="no").values_list("place", "code"):
        facts[key].append(code)
    districts: dict[int, list[str]] = defaultdict(list)
    lists = DistrictTown.objects.in_force(today)
    for town, kind, code in lists.values_list("town", "district__kind", "district__code"):
        districts[town].append(f"{kind}:{code}")
    weekdays: dict[int, set[int]] = defaultdict(set)
    lasting = Opening.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    for at, weekday in lasting.order_by().values_list("at", "weekday"):
        weekdays[at].add(weekday)
    places: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for listing, *about in ListingAt.objects.order_by("order", "id").values_list(
        "listing", "id", "place", "place__town", "place__town__code", "place__town__name",
        "place__town__base", "place__lat", "place__lng",
    ):  # fmt: skip
        places[listing].append(tuple(about))

    keys, names, readings, starts, owner = [], [], [], [], []
    ats: dict[int, int] = {}
    at_of: list[int | None] = []
    ages_from, ages_to, lats, lngs = [], [], [], []
    marks: dict[str, dict[str, list[int]]] = {
        name: defaultdict(list)
        for name in ("category", "town", "district", "day", "fact", "language", "fee", "entry",
                     "status")
    }  # fmt: skip
    nowhere = [(None, None, None, None, None, None, None, None)]
    for key, name, kana, status, fee, entry, age_min, age_max, category in (
        Listing.objects.public()
        .order_by("pk")
        .values_list("pk", "name", "name_kana", "status", "fee_kind", "entry", "age_min",
                     "age_max", "category")
    ):  # fmt: skip
        starts.append(len(owner))
        own = {code for code in (category, *more.get(key, ())) if code}
        own |= {parents[code] for code in own if parents.get(code)}
        for at, place, town, code, town_name, base, lat, lng in places.get(key, nowhere):
            row = len(owner)
            owner.append(len(keys))
            at_of.append(at)
            ages_from.append(-1 if age_min is None else age_min)
            ages_to.append(999 if age_max is None else age_max)
            lats.append(np.nan if lat is None else lat)
            lngs.append(np.nan if lng is None else lng)
            for value in own:
                marks["category"][value].append(row)
            for value in spoken.get(key, ()):
                marks["language"][value].append(row)
            marks["fee"][fee].append(row)
            marks["entry"][entry].append(row)
            marks["status"]["running" if status == "published" else "resting"].append(row)
            if at is None:
                continue
            ats[at] = row
            for value in {code, town_name, base} - {None}:
                marks["town"][value].append(row)
            for value in districts.get(town, ()):
                marks["district"][value].append(row)
            for value in weekdays.get(at, ()):
                marks["day"][WEEKDAYS[value]].append(row)
            for value in facts.get(place, ()):
                marks["fact"][value].append(row)
        keys.append(key)
        names.append(name)
        readings.append((search_key(kana or name), name, key))

    order = sorted(range(len(keys)), key=lambda index: readings[index])
    index_of = {key: index for index, key in enumerate(keys)}
    docs = SearchDoc.objects.filter(id__range=(SECTION.first, SECTION.last))
    pairs = sorted(
        (number, index_of[key]) for number, key in docs.values_list("id", "key") if key in index_of
    )
    by_reading = np.empty(len(keys), int)
    by_reading[order] = np.arange(len(keys))
    snapshot = Snapshot(
        keys=keys,
        names=names,
        starts=np.array(starts, int),
        owner=np.array(owner, int),
        ats=ats,
        at_of=at_of,
        doc_numbers=np.array([number for number, _index in pairs], np.int64),
        doc_owners=np.array([index for _number, index in pairs], int),
        by_reading=by_reading,
        age_min=np.array(ages_from, int),
        age_max=np.array(ages_to, int),
        lat=np.array(lats, float),
        lng=np.array(lngs, float),
    )
    for name, values in marks.items():
        snapshot.columns[name] = {}
        for value, rows in values.items():
            column = snapshot.none()
            column[rows] = True
            snapshot.columns[name][value] = column
    return snapshot


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
    numbers = open_rows(minute).values_list("pk", flat=True)
    rows[[snapshot.ats[pk] for pk in numbers if pk in snapshot.ats]] = True
    rows &= snapshot.any_of("status", ["running"])
    if len(snapshot.open_at) >= MOST_MINUTES:
        snapshot.open_at.clear()
    snapshot.open_at[minute] = rows
    return rows
