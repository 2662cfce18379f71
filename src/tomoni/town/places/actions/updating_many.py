"""Bringing many listings up to date at once, where nobody changed them by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tomoni.core import audit
from tomoni.town.places.actions import index
from tomoni.town.places.actions.comparing import (
    CONTACT_FIELDS,
    LISTING_FIELDS,
    PLACE_FIELDS,
    main_at,
    main_contact,
)
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.actions.known_rows import Known, know_organisations
from tomoni.town.places.actions.listing_many import times
from tomoni.town.places.actions.locating import locate
from tomoni.town.places.models import Contact, Hazard, Listing, ListingAt, Opening, Place, PlaceFact

PLACE_MORE = (
    "name",
    "name_kana",
    "name_en",
    "town",
    "level",
    "accuracy_m",
    "version",
    "updated_at",
)


@dataclass(slots=True)
class Decision:
    """What is to become of a listing that the file names again."""

    entry: Entry
    listing: Listing
    here: dict[str, Any]
    changes: dict[str, Any]
    notes: list[dict[str, str]]
    remembered: dict[str, Any]
    extra: dict[str, Any]

    @property
    def remembers_more(self) -> bool:
        """Whether the file says something new that changes nothing in the directory."""
        return bool(self.listing.imported != self.remembered or self.listing.extra != self.extra)


def update_all(known: Known, decided: Sequence[Decision], *, at: datetime, by: Any) -> None:
    """Write the changes of entries that are listed already."""
    know_organisations(known, [each.entry for each in decided], by, at)
    listings, places, contacts, ats, new_contacts = [], [], [], [], []
    for each in decided:
        listing, changes = each.listing, each.changes
        if not changes and not each.remembers_more:
            continue
        listing.imported, listing.extra = each.remembered, each.extra
        listings.append(listing)
        if not changes:
            continue
        listing.updated_at = at
        listing.version += 1
        _set_listing(known, listing, changes)
        here = main_at(listing)
        if here is not None:
            if _set_place(known, here, changes, at):
                places.append(here.place)
            ats.append(here)
        contact = main_contact(listing)
        if touched := {k[8:]: v or "" for k, v in changes.items() if k.startswith("contact.")}:
            if contact is None:
                new_contacts.append(Contact(listing=listing, **touched))
            else:
                for name, value in touched.items():
                    setattr(contact, name, value)
                contacts.append(contact)
    if listings:
        fields = [*LISTING_FIELDS, "category", "organisation", "fee_kind"]
        Listing.objects.bulk_update(
            listings, [*fields, "imported", "extra", "version", "updated_at"], batch_size=100
        )
    Place.objects.bulk_update(
        places,
        [*PLACE_FIELDS, *PLACE_MORE],
        batch_size=100,
    )
    ListingAt.objects.bulk_update(ats, ["label"], batch_size=100)
    Contact.objects.bulk_update(contacts, list(CONTACT_FIELDS), batch_size=100)
    Contact.objects.bulk_create(new_contacts)
    _set_rows(decided)
    told = [(each.listing, _told(each)) for each in decided if each.changes]
    audit.record_many("places.updated_by_import", told, by=by, at=at)
    index.refresh([listing for listing, _changes in told])


def _told(each: Decision) -> dict[str, tuple[Any, Any]]:
    """Old and new of every field, and the version an editor's open form is compared with."""
    changes = {key: (each.here.get(key), new) for key, new in each.changes.items()}
    return {**changes, "version": (each.listing.version - 1, each.listing.version)}


def _set_listing(known: Known, listing: Listing, changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        if key in LISTING_FIELDS:
            setattr(listing, key, value if value is not None or key == "capacity" else "")
        elif key == "category":
            listing.category = known.category(value or "")
        elif key == "fee_kind":
            listing.fee_kind = value or Listing.FeeKind.UNKNOWN
        elif key == "organisation":
            listing.organisation = known.organisations.get(value or "")


def _set_place(known: Known, here: ListingAt, changes: dict[str, Any], at: datetime) -> bool:
    """Change the place; whether there was anything to change."""
    place = here.place
    touched = False
    for key, value in changes.items():
        name = key.removeprefix("place.")
        if key == "at.label":
            here.label = value or ""
        elif key != name or key in {"name", "name_kana", "name_en"}:
            empty = None if name in {"lat", "lng", "elevation_m"} else ""
            setattr(place, name, empty if value is None else value)
            touched = True
    if touched:
        place.updated_at = at
        place.version += 1
        locate(known, place)
    return touched


def _set_rows(decided: Sequence[Decision]) -> None:
    """Hours, hazards and facts are few: replace those of a listing that changed."""
    openings, hazards, facts = [], [], []
    for each in decided:
        listing, changes = each.listing, each.changes
        here = main_at(listing)
        if "hours" in changes and here is not None:
            here.openings.all().delete()
            openings += [Opening(at=here, **times(h)) for h in changes["hours"] or []]
        if "hazards" in changes:
            listing.hazards.all().delete()
            hazards += [Hazard(listing=listing, code=c) for c in changes["hazards"] or []]
        if "facts" in changes and here is not None:
            here.place.facts.all().delete()
            facts += [
                PlaceFact(place=here.place, code=c, value=v) for c, v in changes["facts"] or []
            ]
    Opening.objects.bulk_create(openings)
    Hazard.objects.bulk_create(hazards)
    PlaceFact.objects.bulk_create(facts)
