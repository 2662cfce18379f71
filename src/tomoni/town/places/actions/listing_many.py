"""Listing many new entries at once: made ready without the database, then written in one go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.timezone import localdate

from tomoni.core import audit
from tomoni.core.rows import Ready, insert, ready
from tomoni.town.places.actions.comparing import CONTACT_FIELDS, LISTING_FIELDS, PLACE_FIELDS
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.actions.known_rows import (
    Known,
    expect_organisations,
    running_body,
    settle_organisations,
)
from tomoni.town.places.actions.locating import locate
from tomoni.town.places.models import (
    Contact,
    Hazard,
    Listing,
    ListingAt,
    Opening,
    Place,
    PlaceFact,
)
from tomoni.town.places.rules import slugs

# A new place has its number only when it is written; its listing is at one place.
_AT = "(SELECT id FROM places_listingat WHERE listing_id = %s)"


@dataclass(slots=True)
class Arrivals:
    """New entries, ready to be written: as drafts, so that a whole file appears at once."""

    bodies: dict[str, tuple[str, UUID]] = field(default_factory=dict)
    rows: list[Ready] = field(default_factory=list)
    names: list[tuple[UUID, str]] = field(default_factory=list)


def make_ready(
    known: Known, fresh: Sequence[tuple[Entry, str]], *, at: datetime, publish: bool
) -> tuple[Arrivals, list[Listing]]:
    """New listings with their place, contact, hours, hazards and facts; nothing is written."""
    if not fresh:
        return Arrivals(), []
    bodies = expect_organisations(known, [entry for entry, _origin in fresh])
    listings, places, ats, contacts = [], [], [], []
    openings: list[Opening] = []
    hazards: list[Hazard] = []
    facts: list[PlaceFact] = []
    for entry, origin in fresh:
        said = entry.values
        listing = _listing(known, entry, origin, at, publish)
        place = Place(name=entry.name, created_at=at, updated_at=at)
        for name in ("name_kana", "name_en"):
            setattr(place, name, said.get(name, ""))
        for name in PLACE_FIELDS:
            if (value := said.get(f"place.{name}")) is not None:
                setattr(place, name, value)
        locate(known, place)
        here = ListingAt(id=0, listing=listing, place=place, label=said.get("at.label", ""))
        reach = {n: v for n in CONTACT_FIELDS if (v := said.get(f"contact.{n}"))}
        own = [Contact(listing=listing, **reach)] if reach else []
        times_ = [Opening(at=here, **times(hours)) for hours in said.get("hours", [])]
        for row in times_:
            row.of_listing = listing.pk  # type: ignore[attr-defined]
        dangers = [Hazard(listing=listing, code=code) for code in said.get("hazards", [])]
        told = [PlaceFact(place=place, code=c, value=v) for c, v in said.get("facts", [])]
        _hold_parts(listing, here, contacts=own, hazards=dangers, openings=times_, facts=told)
        listings.append(listing)
        places.append(place)
        ats.append(here)
        contacts += own
        openings += times_
        hazards += dangers
        facts += told
    rows = ready(listings) + ready(places) + ready(ats) + ready(contacts)
    rows += ready(openings, computed={"at_id": (_AT, "of_listing")})
    rows += ready(hazards) + ready(facts)
    return Arrivals(bodies, rows, [(row.pk, row.name) for row in listings]), listings


def write(arrivals: Arrivals, *, by: Any, at: datetime) -> None:
    """Write rows made ready before, in the caller's transaction."""
    if not arrivals.names:
        return
    settle_organisations(arrivals.bodies, arrivals.rows, by, at)
    insert(arrivals.rows)
    drafted = [(Listing(pk=pk), {"name": ("", name)}) for pk, name in arrivals.names]
    audit.record_many("places.listed_by_import", drafted, by=by, at=at)


def show(keys: Sequence[UUID], *, at: datetime) -> None:
    """Show entries that arrived as drafts."""
    Listing.objects.filter(pk__in=keys, status=Listing.Status.DRAFT).update(
        status=Listing.Status.PUBLISHED, published_at=at
    )


def _hold_parts(
    listing: Listing,
    here: ListingAt,
    *,
    contacts: list[Contact],
    hazards: list[Hazard],
    openings: list[Opening],
    facts: list[PlaceFact],
) -> None:
    """What the index would otherwise read back from the database, row by row."""
    parts: dict[str, list[Any]] = {"at": [here], "contacts": contacts, "hazards": hazards}
    parts |= {name: [] for name in ("texts", "languages", "fees", "more_categories")}
    listing._prefetched_objects_cache = parts  # type: ignore[attr-defined]
    here._prefetched_objects_cache = {"openings": openings}  # type: ignore[attr-defined]
    here.place._prefetched_objects_cache = {"facts": facts}  # type: ignore[attr-defined]


def _listing(known: Known, entry: Entry, origin: str, at: datetime, publish: bool) -> Listing:
    said, source = entry.values, entry.source
    today = localdate(at)
    listing = Listing(
        slug=_slug(entry, origin),
        origin=origin,
        dataset=source.dataset,
        source=source.words,
        source_url=source.url,
        licence=source.licence,
        is_sample=source.is_sample,
        category=known.category(said.get("category", "")),
        organisation=known.organisations.get(running_body(said)),
        fee_kind=said.get("fee_kind", Listing.FeeKind.UNKNOWN),
        imported=remembered(entry),
        extra=entry.extra,
        checked_on=today,
        created_at=at,
        updated_at=at,
    )
    for name in LISTING_FIELDS:
        if (value := said.get(name)) is not None:
            setattr(listing, name, value)
    listing.review_due_on = listing.next_review()
    return listing


def remembered(entry: Entry) -> dict[str, Any]:
    return {**entry.values, "~": entry.natural}


def times(hours: list[int]) -> dict[str, int]:
    day, opens, closes = hours
    return {"weekday": day, "opens": opens, "closes": closes}


def _slug(entry: Entry, origin: str) -> str:
    """An address that stays and that people can read; the mark keeps it apart from others."""
    mark = hashlib.blake2b(origin.encode(), digest_size=4).hexdigest()
    said, source = entry.values, entry.source
    own = slugify(f"{source.dataset}-{entry.own_id}".replace("_", "-"))
    wish = slugs.slug_for(
        english=said.get("name_en", ""), kana=said.get("name_kana", ""), fallback=own
    )
    return f"{wish[:60].strip('-')}-{mark}"
