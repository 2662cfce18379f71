"""Taking entries of an outside list into the directory, a handful at a time.

`weigh` decides what becomes of each entry and only reads; what has to be written comes out in
parcels, so that the database is held for as short as can be.
"""

from collections.abc import Sequence
from datetime import datetime
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tomoni.core import search
from tomoni.town.places.actions import index, listing_many
from tomoni.town.places.actions.following import Following, bring_up_to_date, decide
from tomoni.town.places.actions.identity import (
    Run,
    apart,
    claim,
    is_same,
    known_of,
    origin_of,
    ours_of,
    renumbered,
    scope_of,
)
from tomoni.town.places.actions.incoming import Entry, Outcome, Source, is_ours
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.staging import ARRIVE, FIND, FOLLOW, SHOW, Stage
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.search import SECTION


def begin(
    *,
    source: Source,
    by: Any,
    at: datetime,
    publish: bool,
    own_city: str = "",
    stage: Stage | None = None,
) -> Run:
    """Start a run over one file.

    `own_city` is the code of the city when the list is about it, which gives places a town.
    """
    had = Listing.objects.filter(origin__startswith=scope_of(source)).exists()
    return Run(source, by, at, publish, had, Known(own_city=own_city), stage or Stage())


def take_in(run: Run, entries: Sequence[Entry]) -> list[Outcome]:
    """List, bring up to date, or leave as it is, at once, in the caller's transaction."""
    outcomes, parcels = weigh(run, entries)
    for phase, parcel in parcels:
        write_parcel(phase, parcel, known=run.known, by=run.by, at=run.at)
    return outcomes


def lay_down(run: Run, entries: Sequence[Entry]) -> list[Outcome]:
    """What will become of the entries, laid down in the stage; the database is only read."""
    outcomes, parcels = weigh(run, entries)
    for phase, parcel in parcels:
        run.stage.add(phase, parcel)
    return outcomes


def write_parcel(phase: int, parcel: Any, *, known: Known, by: Any, at: datetime) -> None:
    """Write one parcel in the caller's transaction."""
    if phase == ARRIVE:
        listing_many.write(parcel, by=by, at=at)
    elif phase == SHOW:
        listing_many.show(parcel, at=at)
    elif phase == FOLLOW:
        bring_up_to_date(parcel, known, by, at)
    else:
        search.put_prepared(SECTION, parcel)


def weigh(run: Run, entries: Sequence[Entry]) -> tuple[list[Outcome], list[tuple[int, Any]]]:
    """One outcome for each entry, in order, and what has to be written for them."""
    outcomes: dict[int, Outcome] = {}
    fresh: list[tuple[Entry, str]] = []
    kept: list[tuple[Entry, Listing]] = []
    by_origin = known_of(run, entries)
    ours = ours_of(entries)
    wanted: list[Entry] = []
    for entry in entries:
        origin = origin_of(run, entry, outcomes)
        if origin is None:
            continue
        if is_ours(entry.own_id):
            _returned(run, entry, ours, kept, outcomes)
            continue
        known = by_origin.get(apart(entry)) or by_origin.get(origin)
        if known is not None and is_same(entry, known) and claim(run, known):
            kept.append((entry, known))
        else:
            wanted.append(entry)
            if known is not None and known.origin == origin:
                origin = apart(entry)
            fresh.append((entry, origin))
    if run.had_before and wanted:
        fresh, more = renumbered(run, fresh)
        kept += more
    arrivals, created = listing_many.make_ready(run.known, fresh, at=run.at, publish=run.publish)
    for (entry, _own), listing in zip(fresh, created, strict=True):
        claim(run, listing)
        outcomes[entry.row] = Outcome(entry.row, "created", entry.notes, listing_id=str(listing.pk))
    follow_up = Following()
    for each in decide(kept):
        differs = each.changes or each.remembers_more
        outcomes[each.entry.row] = Outcome(
            each.entry.row,
            "updated" if each.changes else "unchanged",
            each.entry.notes + each.notes,
            listing_id=str(each.listing.pk),
        )
        if differs:
            follow_up.entries.append((each.entry, each.listing.pk))
        else:
            follow_up.same.append(each.listing.pk)
    parcels = _parcels(run, arrivals, created, follow_up)
    return [outcomes[entry.row] for entry in entries], parcels


def _parcels(
    run: Run, arrivals: listing_many.Arrivals, created: list[Listing], follow_up: Following
) -> list[tuple[int, Any]]:
    parcels: list[tuple[int, Any]] = []
    # An entry nobody could find under any word of the taxonomy waits for a clerk.
    shown = [row for row in created if run.publish and row.category is not None]
    if created:
        parcels.append((ARRIVE, arrivals))
    if shown:
        parcels.append((SHOW, [row.pk for row in shown]))
    if follow_up.entries or follow_up.same:
        parcels.append((FOLLOW, follow_up))
    if shown:
        parcels.append((FIND, index.prepare(shown)))
    return parcels


def absent(run: Run, most: int = 20) -> tuple[int, list[str]]:
    """How many entries of an earlier import this file no longer names, and some of them."""
    if not run.had_before:
        return 0, []
    earlier = Listing.objects.filter(origin__startswith=scope_of(run.source))
    # The database would hold every name to put them in order; only the first ones are needed.
    earlier = earlier.exclude(status=Listing.Status.CLOSED).order_by("pk")
    first: list[tuple[str, str]] = []
    count = 0
    for pk, name in earlier.values_list("pk", "name").iterator(chunk_size=1000):
        if not run.stage.is_claimed(pk):
            count += 1
            first.append((name, str(pk)))
            if len(first) > 2 * most:
                first = nsmallest(most, first)
    return count, [name for name, _pk in nsmallest(most, first)]


def _returned(
    run: Run,
    entry: Entry,
    ours: dict[UUID, Listing],
    kept: list[tuple[Entry, Listing]],
    outcomes: dict[int, Outcome],
) -> None:
    """A row of our own open data on its way back; it never makes a new entry."""
    listing = ours.get(is_ours(entry.own_id) or UUID(int=0))
    if listing is None:
        reason = _(
            "この番号の掲載はもうありません。新しい施設なら、番号を消して取り込んでください。"
        )
        outcomes[entry.row] = Outcome(
            entry.row, "rejected", entry.notes, reason=reason, field="ID", value=entry.own_id
        )
    elif "-" in entry.own_id or not claim(run, listing):
        note = _("二つ目からの場所は表では直せません。掲載の画面で直してください。")
        entry.notes.append({"field": "ID", "value": entry.own_id, "note": note})
        outcomes[entry.row] = Outcome(
            entry.row, "unchanged", entry.notes, listing_id=str(listing.pk)
        )
    else:
        kept.append((entry, listing))
