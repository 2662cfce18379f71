"""One page of the answer to a search: rows, how many, and what each filter would leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import search
from tomoni.core.geo import distance_m
from tomoni.ground.districts.queries import Located
from tomoni.town.places.models import Listing, ListingAt, ListingText, Place
from tomoni.town.places.queries import directory, snapshot
from tomoni.town.places.queries.filters import Filters, narrowing
from tomoni.town.places.queries.hours import timetable_of, with_hours
from tomoni.town.places.queries.reading import Said, in_language
from tomoni.town.places.queries.search import SECTION
from tomoni.town.places.queries.snapshot import Rows, Snapshot
from tomoni.town.places.rules import freshness, hours_words
from tomoni.town.places.rules.hours_words import Answer

SIZE = 20


@dataclass(frozen=True)
class Hit:
    """One row of the list; the place is the one that fits, the nearest one of several."""

    listing: Listing
    name: Said
    summary: Said
    here: ListingAt | None
    more_places: int
    answer: Answer | None
    metres: int | None
    marker: str

    @property
    def place(self) -> Place | None:
        return self.here.place if self.here else None

    @property
    def name_on_map(self) -> str:
        """The name on the card of a point; one that nobody has checked in time says so there too."""
        due, today = self.listing.review_due_on, timezone.localdate()
        if freshness.freshness(due, today) != freshness.Freshness.STALE:
            return str(self.name)
        return _("%(name)s（長く確かめられていません）") % {"name": self.name}

    @property
    def town_said(self) -> bool:
        """Whether the town is worth saying: not where the place's name has it already."""
        town = self.place.town if self.place else None
        return bool(town) and town.base not in self.place.name  # type: ignore[union-attr]


@dataclass(frozen=True)
class Results:
    filters: Filters
    total: int
    page: Page[int]
    hits: list[Hit]
    counts: dict[str, dict[str, int]]

    @property
    def is_capped(self) -> bool:
        """More than can be paged through; the page then says "1,000件以上"."""
        return self.total > search.CAP

    @property
    def points(self) -> list[dict[str, object]]:
        """What the map beside the list draws."""
        return [
            {
                "id": hit.marker,
                "name": hit.name_on_map,
                "url": f"/places/{hit.listing.slug}/",
                "lat": hit.place.lat,
                "lng": hit.place.lng,
                "accuracy_m": hit.place.accuracy_m or 0,
            }
            for hit in self.hits
            if hit.place and hit.place.lat is not None
        ]


def answer(filters: Filters, *, number: str, at: datetime, language: str) -> Results:
    """The page with this number; a number that is none of its pages gives the nearest one."""
    table = snapshot.current(at)
    parts = snapshot.masks(table, filters)
    rows = snapshot.together(table, parts)
    fitting = table.entries(rows)
    total = int(fitting.sum())
    page = Paginator(range(min(total, search.CAP)), SIZE).get_page(number)
    start = (page.number - 1) * SIZE
    keys = _ordered(table, filters, rows, fitting, start) if total else []
    return Results(
        filters=filters,
        total=total,
        page=page,
        hits=_hits(table, filters, rows, keys, at, language),
        counts=_counts(table, filters, parts),
    )


def count(filters: Filters, *, at: datetime) -> int:
    """How many entries fit."""
    table = snapshot.current(at)
    return table.count(snapshot.together(table, snapshot.masks(table, filters)))


def _ordered(
    table: Snapshot, filters: Filters, rows: Rows, fitting: Rows, start: int
) -> Iterable[UUID]:
    if filters.sorting == "best":
        within = None
        if filters.active:
            within = Listing.objects.public().filter(narrowing(filters)).values("pk")
        known = [table.keys[index] for index in np.flatnonzero(fitting)[: search.CAP + 1]]
        return search.find(
            SECTION, filters.query, start=start, size=SIZE, within=within, known=known
        ).keys
    found = np.flatnonzero(fitting)
    reading = table.by_reading[found]
    if filters.sorting == "distance":
        away = np.where(rows, snapshot.squared_metres(table, filters), np.nan)
        nearest = np.fmin.reduceat(away, table.starts)[found]
        # To the metre, so that two databases and two machines agree on what is level.
        metres = np.floor(np.sqrt(np.nan_to_num(nearest, nan=1e18)))
        order = np.lexsort((reading, metres))
    else:
        order = np.argsort(reading)
    return [table.keys[index] for index in found[order][start : start + SIZE]]


def _hits(
    table: Snapshot, filters: Filters, rows: Rows, keys: Iterable[UUID], at: datetime, language: str
) -> list[Hit]:
    keys = list(keys)
    found = directory.loaded(language, keys, lambda missing: _load(missing, language))
    fits = {table.at_of[row] for row in np.flatnonzero(rows)} if filters.active else set()
    return [
        _hit(found[key], filters, fits, at, language, f"r{number}")
        for number, key in enumerate(keys, 1)
        if key in found
    ]


def _load(keys: list[UUID], language: str) -> dict[UUID, Listing]:
    """Entries with everything a row of the list shows of them."""
    here = with_hours(ListingAt.objects.select_related("place__town").order_by("order", "id"))
    own = ListingText.objects.filter(language=language)
    return {
        listing.pk: listing
        for listing in Listing.objects.public()
        .filter(pk__in=keys)
        # What a list brought with it is long, and no line of the page shows it.
        .defer("imported", "extra", "description")
        .select_related("category")
        .prefetch_related(Prefetch("at", here), Prefetch("texts", own))
    }


def _hit(
    listing: Listing,
    filters: Filters,
    fits: set[int | None],
    at: datetime,
    language: str,
    marker: str,
) -> Hit:
    said = in_language(listing, language, ("name", "summary"))
    everywhere = list(listing.at.all())
    here = min(
        everywhere,
        key=lambda row: (
            bool(fits) and row.pk not in fits,
            _away(row.place, filters.point),
            not row.is_main,
            row.order,
            row.pk,
        ),
        default=None,
    )
    away = _away(here.place, filters.point) if here and filters.point else None
    running = listing.status == Listing.Status.PUBLISHED
    return Hit(
        listing=listing,
        name=said["name"],
        summary=said["summary"],
        here=here,
        more_places=max(0, len(everywhere) - 1),
        answer=hours_words.answer(timetable_of(here), at) if running and here else None,
        metres=None if away is None or away > 1e9 else round(away),
        # The same name as in /places.geojson, so that the map draws each place once.
        marker=f"{listing.slug}.{here.pk}" if here else marker,
    )


def _away(place: Place, point: Located | None) -> float:
    if point is None:
        return 0.0
    if place.lat is None or place.lng is None:
        return 1e10
    return distance_m(point.lat, point.lng, place.lat, place.lng)


def _counts(table: Snapshot, filters: Filters, parts: dict[str, Rows]) -> dict[str, dict[str, int]]:
    """Dimension → choice → how many entries there would be with it.

    Choices of which any may be true are counted as if none of their kind were set; barrier-free
    facts must all be true and are counted on top of those already set.
    """
    found = {}
    for name, columns in table.columns.items():
        leave_out = "" if name == "fact" else name
        found[name] = table.counts(columns, snapshot.together(table, parts, leave_out))
    now = filters.at
    if now is not None:
        asked = Filters(at=now, open="now", open_at=now)
        rows = snapshot.masks(table, asked)["open"]
        rest = snapshot.together(table, parts, "open")
        found["open"] = {"now": table.count(rows & rest)}
    return found
