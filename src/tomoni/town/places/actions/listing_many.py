"""Listing many new entries at once: every kind of row in one statement for a handful."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localdate

from tomoni.core import audit
from tomoni.town.places.actions import index
from tomoni.town.places.actions.comparing import CONTACT_FIELDS, LISTING_FIELDS, PLACE_FIELDS
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.actions.known_rows import Known, know_organisations, running_body
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


def create_all(
    known: Known, fresh: Sequence[tuple[Entry, str]], *, at: datetime, by: Any, publish: bool
) -> list[Listing]:
    """New listings with their place, contact, hours, hazards and facts."""
    if not fresh:
        return []
    know_organisations(known, [entry for entry, _origin in fresh], by, at)
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
        here = ListingAt(listing=listing, place=place, label=said.get("at.label", ""))
        reach = {n: v for n in CONTACT_FIELDS if (v := said.get(f"contact.{n}"))}
        if reach:
            contacts.append(Contact(listing=listing, **reach))
        listings.append(listing)
        places.append(place)
        ats.append(here)
        openings += [Opening(at=here, **times(hours)) for hours in said.get("hours", [])]
        hazards += [Hazard(listing=listing, code=code) for code in said.get("hazards", [])]
        facts += [PlaceFact(place=place, code=c, value=v) for c, v in said.get("facts", [])]
    Listing.objects.bulk_create(listings)
    Place.objects.bulk_create(places)
    ListingAt.objects.bulk_create(ats)
    for row in openings:
        row.at_id = row.at.pk
    Contact.objects.bulk_create(contacts)
    Opening.objects.bulk_create(openings)
    Hazard.objects.bulk_create(hazards)
    PlaceFact.objects.bulk_create(facts)
    drafted = [(row, {"name": ("", row.name)}) for row in listings]
    audit.record_many("places.listed_by_import", drafted, by=by, at=at)
    index.refresh(listings)
    return listings


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
        organisation_id=known.organisations.get(running_body(said)),
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
    # An entry nobody could find under any word of the taxonomy waits for a clerk.
    if publish and listing.category is not None:
        listing.status = Listing.Status.PUBLISHED
        listing.published_at = at
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
