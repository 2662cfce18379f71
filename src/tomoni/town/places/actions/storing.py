"""Writing many entries at once: every kind of row in one statement for a handful."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.timezone import localdate

from tomoni.core import audit
from tomoni.ground.people.models import Organisation
from tomoni.town.places.actions.comparing import (
    CONTACT_FIELDS,
    LISTING_FIELDS,
    PLACE_FIELDS,
    main_at,
    main_contact,
)
from tomoni.town.places.actions.incoming import Entry
from tomoni.town.places.models import (
    Category,
    Contact,
    Hazard,
    Listing,
    ListingAt,
    Opening,
    Place,
    PlaceFact,
)


@dataclass(slots=True)
class Decision:
    """What is to become of a listing that the file names again."""

    entry: Entry
    listing: Listing
    here: dict[str, Any]
    changes: dict[str, Any]
    notes: list[dict[str, str]]


@dataclass
class Stored:
    """Rows that many entries share, looked up once for each file."""

    categories: dict[str, Category] | None = None
    organisations: dict[str, Any] = field(default_factory=dict)

    def category(self, code: str) -> Category | None:
        if self.categories is None:
            self.categories = {row.code: row for row in Category.objects.order_by("code")}
        return self.categories.get(code)


def create_all(
    stored: Stored, fresh: Sequence[tuple[Entry, str]], *, at: datetime, by: Any, publish: bool
) -> list[Listing]:
    """New listings with their place, contact, hours, hazards and facts."""
    if not fresh:
        return []
    _organisations(stored, [entry for entry, _origin in fresh], at)
    listings, places, ats, contacts = [], [], [], []
    openings: list[Opening] = []
    hazards: list[Hazard] = []
    facts: list[PlaceFact] = []
    for entry, origin in fresh:
        said = entry.values
        listing = _listing(stored, entry, origin, at, publish)
        place = Place(name=entry.name, created_at=at, updated_at=at, level=_level(said))
        for name in ("name_kana", "name_en"):
            setattr(place, name, said.get(name, ""))
        for name in PLACE_FIELDS:
            if (value := said.get(f"place.{name}")) is not None:
                setattr(place, name, value)
        here = ListingAt(listing=listing, place=place, label=said.get("at.label", ""))
        reach = {n: v for n in CONTACT_FIELDS if (v := said.get(f"contact.{n}"))}
        if reach:
            contacts.append(Contact(listing=listing, **reach))
        listings.append(listing)
        places.append(place)
        ats.append(here)
        openings += [Opening(at=here, **_times(hours)) for hours in said.get("hours", [])]
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
    audit.record_many("places.listed", [(row, None) for row in listings], by=by, at=at)
    return listings


def _listing(stored: Stored, entry: Entry, origin: str, at: datetime, publish: bool) -> Listing:
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
        category=stored.category(said.get("category", "")),
        organisation_id=stored.organisations.get(_key(said)),
        fee_kind=said.get("fee_kind", Listing.FeeKind.UNKNOWN),
        imported=_remembered(entry),
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


def update_all(stored: Stored, decided: Sequence[Decision], *, at: datetime, by: Any) -> None:
    """Write the changes of entries that are listed already."""
    _organisations(stored, [each.entry for each in decided], at)
    listings, places, contacts, ats, new_contacts = [], [], [], [], []
    for each in decided:
        entry, listing, changes = each.entry, each.listing, each.changes
        remembered = _remembered(entry)
        if not changes and listing.imported == remembered and listing.extra == entry.extra:
            continue
        listing.imported, listing.extra = remembered, entry.extra
        listings.append(listing)
        if not changes:
            continue
        listing.updated_at = at
        _set_listing(stored, listing, changes)
        here = main_at(listing)
        if here is not None:
            _set_place(here, changes, at)
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
            listings, [*fields, "imported", "extra", "updated_at"], batch_size=100
        )
    Place.objects.bulk_update(
        places,
        [*PLACE_FIELDS, "name", "name_kana", "name_en", "level", "updated_at"],
        batch_size=100,
    )
    ListingAt.objects.bulk_update(ats, ["label"], batch_size=100)
    Contact.objects.bulk_update(contacts, list(CONTACT_FIELDS), batch_size=100)
    Contact.objects.bulk_create(new_contacts)
    _set_rows(decided)
    told = [
        (each.listing, {key: (each.here.get(key), new) for key, new in each.changes.items()})
        for each in decided
        if each.changes
    ]
    audit.record_many("places.updated_by_import", told, by=by, at=at)


def _set_listing(stored: Stored, listing: Listing, changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        if key in LISTING_FIELDS:
            setattr(listing, key, value if value is not None or key == "capacity" else "")
        elif key == "category":
            listing.category = stored.category(value or "")
        elif key == "fee_kind":
            listing.fee_kind = value or Listing.FeeKind.UNKNOWN
        elif key == "organisation":
            listing.organisation_id = stored.organisations.get(value or "")


def _set_place(here: ListingAt, changes: dict[str, Any], at: datetime) -> None:
    place = here.place
    place.updated_at = at
    for key, value in changes.items():
        name = key.removeprefix("place.")
        if key != name:
            empty = None if name in {"lat", "lng", "elevation_m"} else ""
            setattr(place, name, empty if value is None else value)
        elif key in {"name", "name_kana", "name_en"}:
            setattr(place, key, value or "")
        elif key == "at.label":
            here.label = value or ""
    if "place.lat" in changes or "place.lng" in changes:
        place.level = _level({"place.lat": place.lat, "place.lng": place.lng})


def _set_rows(decided: Sequence[Decision]) -> None:
    """Hours, hazards and facts are few: replace those of a listing that changed."""
    openings, hazards, facts = [], [], []
    for each in decided:
        listing, changes = each.listing, each.changes
        here = main_at(listing)
        if "hours" in changes and here is not None:
            here.openings.all().delete()
            openings += [Opening(at=here, **_times(h)) for h in changes["hours"] or []]
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


def _organisations(stored: Stored, entries: Sequence[Entry], at: datetime) -> None:
    """Find the bodies that run the places, by number or by exact name, and add unknown ones."""
    wanted = {
        key: entry.extra.get("法人番号", "")
        for entry in entries
        if (key := _key(entry.values)) and key not in stored.organisations
    }
    if not wanted:
        return
    known = Organisation.objects.filter(name__in=wanted).order_by("created_at", "id")
    for name, pk in known.values_list("name", "pk"):
        stored.organisations.setdefault(name, pk)
    new = [
        Organisation(
            name=name,
            slug=f"org-{hashlib.blake2b(name.encode(), digest_size=6).hexdigest()}",
            kind=_kind(name),
            corporate_number=number if re.fullmatch(r"\d{13}", number) else "",
            created_at=at,
            updated_at=at,
        )
        for name, number in wanted.items()
        if name not in stored.organisations
    ]
    Organisation.objects.bulk_create(new)
    stored.organisations.update({row.name: row.pk for row in new})


def _kind(name: str) -> str:
    kinds = Organisation.Kind
    for word, kind in (
        ("社会福祉協議会", kinds.COUNCIL),
        ("社会福祉法人", kinds.WELFARE),
        ("医療法人", kinds.MEDICAL),
        ("非営利活動法人", kinds.NPO),
        ("NPO", kinds.NPO),
        ("会社", kinds.BUSINESS),
        ("町内会", kinds.NEIGHBOURHOOD),
        ("自治会", kinds.NEIGHBOURHOOD),
        ("学校法人", kinds.SCHOOL),
    ):
        if word in name:
            return kind
    return kinds.CITY if re.search(r"[市町村都道府県課]$", name) else kinds.OTHER


def _key(said: dict[str, Any]) -> str:
    return str(said.get("organisation", ""))


def _remembered(entry: Entry) -> dict[str, Any]:
    return {**entry.values, "~": entry.natural}


def _times(hours: list[int]) -> dict[str, int]:
    day, opens, closes = hours
    return {"weekday": day, "opens": opens, "closes": closes}


def _level(said: dict[str, Any]) -> str:
    """How exact a point is, told from how many decimals the publisher gives."""
    lat, lng = said.get("place.lat"), said.get("place.lng")
    if lat is None or lng is None:
        return Place.Level.UNKNOWN
    decimals = max(len(repr(float(n)).partition(".")[2]) for n in (lat, lng))
    if decimals >= 4:
        return Place.Level.BUILDING
    return Place.Level.ADDRESS if decimals == 3 else Place.Level.TOWN


def _slug(entry: Entry, origin: str) -> str:
    """An address that stays: dataset and own number, or a short mark where that is not enough."""
    mark = hashlib.blake2b(origin.encode(), digest_size=5).hexdigest()
    dataset = slugify(entry.source.dataset.replace("_", "-"))[:30]
    own = slugify(entry.own_id.replace("_", "-"))[:20]
    return "-".join(part for part in (dataset, own, mark) if part)
