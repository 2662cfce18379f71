"""One entry as a row of a national layout; only what the entry really says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from tomoni.core.city import City
from tomoni.core.clock import show
from tomoni.core.tables.headers import normalise
from tomoni.town.places.actions.incoming import our_number
from tomoni.town.places.importing.headers import aliases
from tomoni.town.places.importing.specs import Spec
from tomoni.town.places.models import Contact, Listing, ListingAt, Place
from tomoni.town.places.rules import freshness
from tomoni.town.places.rules.week import EVERY_WEEK

CHUNK = 500
WEEK = "月火水木金土日"


@dataclass(frozen=True)
class Shown:
    """An entry at one of its places, with what its columns are filled from."""

    listing: Listing
    here: ListingAt | None
    nth: int
    contact: Contact | None
    hours: tuple[str, str, str]
    beside: dict[str, str]
    city: City
    dataset: str

    @property
    def place(self) -> Place | None:
        return self.here.place if self.here else None


def rows(spec: Spec, listings: QuerySet[Listing], city: City) -> Iterator[list[str]]:
    """Every entry, one row for each of its places, in a lasting order."""
    fill = [_filler(spec, column.header) for column in spec.columns]
    for listing in _with_parts(listings).iterator(chunk_size=CHUNK):
        for shown in _shown(listing, city, spec.slug):
            yield [filler(shown) for filler in fill]


def headers(spec: Spec) -> list[str]:
    return [column.header for column in spec.columns]


def _with_parts(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    here = ListingAt.objects.select_related("place__town").prefetch_related(
        "openings", "place__facts"
    )
    residents = Contact.objects.filter(audience=Contact.Audience.RESIDENT)
    return (
        listings.select_related("organisation", "category")
        .prefetch_related(
            Prefetch("at", here.order_by("-is_main", "order", "id")),
            Prefetch("contacts", residents.order_by("order", "id")),
            "hazards",
        )
        .order_by("name_kana", "name", "id")
    )


def _shown(listing: Listing, city: City, dataset: str) -> Iterator[Shown]:
    contact = next(iter(listing.contacts.all()), None)
    beside: dict[str, str] = {}
    for header, value in listing.extra.items():
        known = aliases().get(normalise(header))
        beside.setdefault(known[0] if known else normalise(header), str(value))
        beside.setdefault(normalise(header), str(value))
    for nth, here in enumerate(list(listing.at.all()) or [None], start=1):
        yield Shown(listing, here, nth, contact, _hours(here), beside, city, dataset)


def _hours(here: ListingAt | None) -> tuple[str, str, str]:
    """Days, opening and closing, when the week is as simple as the layout can say."""
    openings = list(here.openings.all()) if here else []
    times = {(o.opens, o.closes) for o in openings}
    plain = all(
        o.weeks == EVERY_WEEK and o.season_from is None and o.valid_from is o.valid_until is None
        for o in openings
    )
    days = {o.weekday for o in openings}
    if len(times) != 1 or not plain or len(days) != len(openings):
        return "", "", ""
    opens, closes = times.pop()
    if closes > 24 * 60:
        closes -= 24 * 60
    return "".join(WEEK[day] for day in sorted(days)), show(opens), show(closes)


def _filler(spec: Spec, header: str) -> Callable[[Shown], str]:
    key = normalise(header)
    if key in _BY_HEADER:
        return _BY_HEADER[key]
    field = next(
        (name for name, spelt in spec.fields.items() if key in map(normalise, spelt)),
        aliases().get(key, ("", 0))[0],
    )
    if field == "skip":
        return lambda s: ""
    if field in _BY_FIELD:
        return _BY_FIELD[field]
    kind, _dot, code = field.partition(".")
    if kind == "hazard":
        return lambda s: "1" if any(h.code == code for h in s.listing.hazards.all()) else ""
    if field in _FACTS:
        return lambda s: _fact(s, _FACTS[field]) or s.beside.get(field, "")
    return lambda s: s.beside.get(key) or s.beside.get(field, "")


_FACTS = {
    "yesno.wheelchair_toilet": "wheelchair_toilet",
    "yesno.ostomate_toilet": "ostomate",
    "yesno.infant_toilet": "nappy_table",
}


def _fact(shown: Shown, code: str) -> str:
    facts = shown.place.facts.all() if shown.place else []
    value = next((f.value for f in facts if f.code == code), "")
    return {"yes": "有", "partly": "有", "no": "無"}.get(value, "")


def _barrier_free(shown: Shown) -> str:
    facts = shown.place.facts.all() if shown.place else []
    told = [f.words for f in facts]
    return shown.beside.get("barrier_free") or ";".join(told)


def _number(shown: Shown) -> str:
    """The number the city itself gave within this very list, else our own; one for life."""
    listing = shown.listing
    city_code, _sep, rest = str(listing.origin or "").partition(":")
    own = rest.partition(":")[2]
    theirs = (city_code, listing.dataset) == (shown.city.code, shown.dataset)
    if theirs and own and "~" not in own and shown.nth == 1:
        return own
    return our_number(listing.pk, shown.nth)


def _point(shown: Shown, name: str) -> str:
    """Nothing for a point that stands in for an address: it would pass for the real one."""
    place = shown.place
    if place is None or place.level in {Place.Level.CITY, Place.Level.UNKNOWN}:
        return ""
    if place.level == Place.Level.TOWN and place.accuracy_m is not None:
        return ""
    value = getattr(place, name)
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _elevation(shown: Shown) -> str:
    value = shown.place.elevation_m if shown.place else None
    return "" if value is None else f"{value:g}"


def _of(owner: str, name: str) -> Callable[[Shown], str]:
    def fill(shown: Shown) -> str:
        thing: Any = shown.listing if owner == "listing" else getattr(shown, owner)
        value = getattr(thing, name, "") if thing is not None else ""
        return "" if value is None else str(value)

    return fill


def _town(shown: Shown) -> str:
    return shown.place.town.name if shown.place and shown.place.town else ""


def _block(shown: Shown) -> str:
    """What follows the town, where the address is written with the town's own name."""
    address, town = (shown.place.address if shown.place else ""), _town(shown)
    _before, found, after = address.partition(town) if town else ("", "", "")
    return after.strip() if found else ""


def _fee_basic(shown: Shown) -> str:
    return "無料" if shown.listing.fee_kind == Listing.FeeKind.FREE else ""


def _kind(shown: Shown) -> str:
    category = shown.listing.category
    return shown.beside.get("kind") or (category.name if category else "")


def _organisation(shown: Shown, name: str) -> str:
    return str(getattr(shown.listing.organisation, name, "") or "")


def _note(shown: Shown) -> str:
    sample = "見本（作りもの）" if shown.listing.is_sample else ""
    resting = f"休止中: {shown.listing.suspended_reason}" if shown.listing.suspended_reason else ""
    return " ".join(part for part in (sample, resting, shown.beside.get("note", "")) if part)


def _freshness(listing: Listing) -> str:
    """Whether anybody has checked it in time; whoever uses the list should know before they go."""
    due, today = listing.review_due_on, timezone.localdate()
    is_late = freshness.freshness(due, today) == freshness.Freshness.STALE
    return "確かめる日を過ぎています" if is_late else "期限内"


_BY_HEADER: dict[str, Callable[[Shown], str]] = {
    normalise("地方公共団体名"): lambda s: s.city.prefecture + s.city.name,
    normalise("掲載の分類コード"): lambda s: s.listing.category_id or "",
    normalise("掲載の分類"): lambda s: s.listing.category.name if s.listing.category else "",
    normalise("情報のもと"): lambda s: s.listing.source,
    normalise("確かめた日"): lambda s: (
        s.listing.checked_on.isoformat() if s.listing.checked_on else ""
    ),
    normalise("確認の状態"): lambda s: _freshness(s.listing),
    normalise("高度の種別"): lambda s: "標高" if _elevation(s) else "",
}
_BY_FIELD: dict[str, Callable[[Shown], str]] = {
    "code": lambda s: s.city.code,
    "seat_code": lambda s: s.place.city_code or s.city.code if s.place else "",
    "id": _number,
    "municipality": lambda s: s.city.name,
    "prefecture": lambda s: s.city.prefecture,
    "name": _of("listing", "name"),
    "name_kana": _of("listing", "name_kana"),
    "name_en": _of("listing", "name_en"),
    "common_name": _of("listing", "also"),
    "address": _of("place", "address"),
    "town": _town,
    "block": _block,
    "building": _of("place", "building"),
    "postcode": _of("place", "postcode"),
    "lat": lambda s: _point(s, "lat"),
    "lon": lambda s: _point(s, "lng"),
    "elevation": _elevation,
    "phone": _of("contact", "phone"),
    "extension": _of("contact", "extension"),
    "fax": _of("contact", "fax"),
    "email": _of("contact", "email"),
    "form_url": _of("contact", "url"),
    "contact_note": _of("contact", "note"),
    "contact_name": _of("contact", "label"),
    "url": _of("listing", "url"),
    "corporate_number": lambda s: _organisation(s, "corporate_number"),
    "organisation": lambda s: _organisation(s, "name"),
    "days": lambda s: s.hours[0],
    "opens": lambda s: s.hours[1],
    "closes": lambda s: s.hours[2],
    "hours_note": _of("listing", "hours_text"),
    "description": _of("listing", "description"),
    "ages": _of("listing", "who_for"),
    "fee_basic": _fee_basic,
    "fee_detail": _of("listing", "fee_text"),
    "capacity": lambda s: str(s.listing.capacity or "") or s.listing.capacity_text,
    "access": _of("place", "access_text"),
    "parking": _of("place", "parking_text"),
    "barrier_free": _barrier_free,
    "install_position": _of("here", "label"),
    "kind": _kind,
    "note": _note,
}
