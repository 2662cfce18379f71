"""Beginning an entry from what is usual for its category, or from another entry."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.ground.people.models import Organisation
from tomoni.town.places.actions import at as attaching
from tomoni.town.places.actions import hours, listings, lists, parts
from tomoni.town.places.models import Category, Listing
from tomoni.town.places.rules import taxonomy

# Facts that may be the same for two entries; source and checked-on day never are.
COPIED = [
    "summary",
    "description",
    "who_for",
    "age_min",
    "age_max",
    "entry",
    "entry_text",
    "fee_kind",
    "fee_text",
    "documents",
    "capacity",
    "capacity_text",
    "hours_text",
    "url",
    "review_every_days",
    "is_sample",
]


@transaction.atomic
def from_category(
    *,
    name: str,
    by: Any,
    at: datetime,
    name_kana: str = "",
    category: Category | None = None,
    organisation: Organisation | None = None,
) -> Listing:
    """A draft that says already what is usual for its category."""
    term = taxonomy.by_code().get(category.code) if category else None
    return listings.draft(
        name=name,
        name_kana=name_kana,
        category=category,
        organisation=organisation,
        who_for=term.for_whom if term else "",
        by=by,
        at=at,
    )


@transaction.atomic
def from_listing(
    *,
    model: Listing,
    name: str,
    by: Any,
    at: datetime,
    name_kana: str = "",
    category: Category | None = None,
    organisation: Organisation | None = None,
) -> Listing:
    """A draft with the facts, places, hours and contacts of another entry."""
    listing = listings.draft(
        name=name,
        name_kana=name_kana,
        category=category,
        organisation=organisation,
        more_categories=model.more_categories.all(),
        by=by,
        at=at,
        **{field: getattr(model, field) for field in COPIED},
    )
    for part in ("contacts", "fees", "languages", "areas", "texts"):
        if rows := parts.current(getattr(model, part), lists.FIELDS[part]):
            lists.set(listing=listing, part=part, rows=rows, by=by, at=at)
    for here in model.at.select_related("place").order_by("order", "id"):
        twin = attaching.attach(
            listing=listing,
            place=here.place,
            by=by,
            at=at,
            **{field: getattr(here, field) for field in attaching.FIELDS},
        )
        if spans := hours.spans_of(here):
            hours.set_week(here=twin, rows=spans, by=by, at=at)
    return listing
