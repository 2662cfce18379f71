"""Three states of an imported entry, compared field by field.

What the file said last time (`before`), what it says now (`said`) and what stands in the
directory (`here`): only fields that nobody has changed by hand since follow the file.
"""

from typing import Any

from django.utils.translation import gettext as _

from tomoni.town.places.models import Contact, Listing, ListingAt, Place

LISTING_FIELDS = (
    "name",
    "name_kana",
    "name_en",
    "also",
    "description",
    "who_for",
    "capacity",
    "capacity_text",
    "hours_text",
    "url",
    "fee_text",
)
PLACE_FIELDS = (
    "city_code",
    "postcode",
    "address",
    "building",
    "lat",
    "lng",
    "elevation_m",
    "access_text",
    "parking_text",
)
CONTACT_FIELDS = ("label", "phone", "extension", "fax", "email", "url", "note")


def main_at(listing: Listing) -> ListingAt | None:
    """The place an import speaks of: the main one, read through the prefetch."""
    rows = list(listing.at.all())
    return next((at for at in rows if at.is_main), rows[0] if rows else None)


def main_contact(listing: Listing) -> Contact | None:
    """The contact an import speaks of: the first one for residents."""
    rows = [c for c in listing.contacts.all() if c.audience == Contact.Audience.RESIDENT]
    return rows[0] if rows else None


def standing(listing: Listing) -> dict[str, Any]:
    """What stands in the directory now, under the keys of an entry's values."""
    here: dict[str, Any] = {name: getattr(listing, name) for name in LISTING_FIELDS}
    here["category"] = listing.category_id
    here["fee_kind"] = None if listing.fee_kind == Listing.FeeKind.UNKNOWN else listing.fee_kind
    here["organisation"] = listing.organisation.name if listing.organisation else None
    here["hazards"] = sorted(h.code for h in listing.hazards.all())
    if at := main_at(listing):
        here["at.label"] = at.label
        here.update({f"place.{name}": getattr(at.place, name) for name in PLACE_FIELDS})
        if at.place.level == Place.Level.TOWN and at.place.accuracy_m is not None:
            # The point stands in for an address; nobody has put it there.
            here["place.lat"] = here["place.lng"] = None
        here["hours"] = sorted([o.weekday, o.opens, o.closes] for o in at.openings.all())
        here["facts"] = sorted([f.code, f.value] for f in at.place.facts.all())
    if contact := main_contact(listing):
        here.update({f"contact.{name}": getattr(contact, name) for name in CONTACT_FIELDS})
    return {key: value for key, value in here.items() if value not in ("", None, [])}


def follow(
    *,
    before: dict[str, Any],
    said: dict[str, Any],
    here: dict[str, Any],
    covers: frozenset[str],
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What to change here, and a note for every field where a person's word stands instead."""
    changes: dict[str, Any] = {}
    notes = []
    for key in sorted(before.keys() | said.keys()):
        new, old, now = (_plain(key, part.get(key)) for part in (said, before, here))
        if new in (old, now) or (new is None and key not in covers):
            continue
        if key == "category" and now is not None:
            # Under which word an entry is found is the directory's own decision.
            continue
        if now == old:
            changes[key] = said.get(key)
        else:
            notes.append(_kept(key, new, now))
    return changes, notes


def come_back(
    *, said: dict[str, Any], here: dict[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Our own list, mended in a spreadsheet: what differs was changed by a person.

    An empty cell takes nothing away, because a layout cannot show everything an entry says.
    """
    changes = {
        key: value
        for key, value in said.items()
        if key != "category" and _plain(key, value) not in (None, _plain(key, here.get(key)))
    }
    note = _("公開しているオープンデータの表から直しました。")
    return changes, [
        {"field": key, "value": str(v)[:80], "note": note} for key, v in changes.items()
    ]


def remember(
    *,
    before: dict[str, Any],
    said: dict[str, Any],
    here: dict[str, Any],
    covers: frozenset[str],
) -> dict[str, Any]:
    """What the publisher said last, field by field, for the comparison of next time.

    What the file has no column for keeps its old word.  So does a field in which the file only
    repeats what a person wrote here: it may be our own open data on its way back.
    """
    kept = {key: value for key, value in before.items() if key not in covers and key not in said}
    for key, value in said.items():
        new, old, now = (_plain(key, part.get(key)) for part in (said, before, here))
        repeats = new == now and new != old and old is not None
        kept[key] = before[key] if repeats else value
    return kept


def _plain(key: str, value: Any) -> Any:
    """The value as two spellings of it are compared; nothing is None."""
    if key in {"place.lat", "place.lng"} and value is not None:
        return round(float(value), 6)
    return None if value in ("", []) else value


def _kept(key: str, new: Any, now: Any) -> dict[str, str]:
    sentence = _("この項目は取り込みの後に人が直しています。人の値「%(now)s」を残しました。")
    shown = "" if now is None else str(now)[:80]
    return {
        "field": key,
        "value": "" if new is None else str(new)[:80],
        "note": sentence % {"now": shown},
    }
