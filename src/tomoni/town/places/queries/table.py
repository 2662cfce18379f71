"""The columns of all public entries, read from the database in one go."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Q

from tomoni.core.models import SearchDoc
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
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.rules.filters import WEEKDAYS

Rows = Any  # A numpy array with one element for every row.

_compared: dict[str, str] = {}  # Readings of the table before as they are compared.


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


def make(today: date) -> Snapshot:
    """The table as it stands now."""
    parents = dict(Category.objects.values_list("code", "parent"))
    more: dict[UUID, list[str]] = defaultdict(list)
    for key, code in Listing.more_categories.through.objects.values_list("listing", "category"):
        more[key].append(code)
    spoken: dict[UUID, list[str]] = defaultdict(list)
    for key, code in ListingLanguage.objects.values_list("listing", "code"):
        spoken[key].append(code.lower())
    facts: dict[int, list[str]] = defaultdict(list)
    there = [value for value in PlaceFact.Value.values if value != PlaceFact.Value.NO]
    # By the number of the entry at its place: making a key of a place costs more than its fact.
    told = ListingAt.objects.order_by().filter(place__facts__value__in=there)
    for at, code in told.values_list("id", "place__facts__code"):
        facts[at].append(code)
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
        "listing", "id", "place__town", "place__town__code", "place__town__name",
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
    nowhere = [(None, None, None, None, None, None, None)]
    known: dict[str, str] = {}
    for key, name, kana, status, fee, entry, age_min, age_max, category in (
        Listing.objects.public()
        .order_by("pk")
        .values_list("pk", "name", "name_kana", "status", "fee_kind", "entry", "age_min",
                     "age_max", "category")
    ):  # fmt: skip
        starts.append(len(owner))
        own = {code for code in (category, *more.get(key, ())) if code}
        own |= {parents[code] for code in own if parents.get(code)}
        for at, town, code, town_name, base, lat, lng in places.get(key, nowhere):
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
            for value in facts.get(at, ()):
                marks["fact"][value].append(row)
        keys.append(key)
        names.append(name)
        said = kana or name
        known[said] = _compared.get(said) or search_key(said)
        readings.append((known[said], name, key))

    _compared.clear()
    _compared.update(known)
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
