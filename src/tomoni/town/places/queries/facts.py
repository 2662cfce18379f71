"""An entry as the plain values the gate looks at."""

from typing import Any

from django.db.models import Q

from tomoni.town.places.models import Contact, Listing, Opening
from tomoni.town.places.rules.gate import Facts

REACHED_BY = ("phone", "fax", "email", "url")


def facts_of(listing: Listing, **values: Any) -> Facts:
    """What the gate asks about `listing`, with `values` as if they were saved already."""

    def get(field: str) -> Any:
        return values[field] if field in values else getattr(listing, field)

    category = get("category")
    return Facts(
        name=get("name"),
        name_kana=get("name_kana"),
        category=category.code if category else None,
        summary=get("summary"),
        entry_known=get("entry") != Listing.Entry.UNKNOWN,
        who_for=get("who_for"),
        fee_known=get("fee_kind") != Listing.FeeKind.UNKNOWN,
        has_place=values["has_place"] if "has_place" in values else _has_place(listing),
        has_reach=values["has_reach"] if "has_reach" in values else _has_reach(listing),
        has_hours=values["has_hours"]
        if "has_hours" in values
        else bool(get("hours_text")) or _has_hours(listing),
        source=get("source"),
        checked_on=get("checked_on"),
        imported=bool(listing.dataset),
    )


def _has_place(listing: Listing) -> bool:
    return listing.at.exists()


def _has_reach(listing: Listing) -> bool:
    some = Q()
    for field in REACHED_BY:
        some |= ~Q(**{field: ""})
    return listing.contacts.filter(some, audience=Contact.Audience.RESIDENT).exists()


def _has_hours(listing: Listing) -> bool:
    return Opening.objects.filter(at__listing=listing).exists()
