"""The same entry in other languages."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import lists, parts, writing
from tomoni.town.places.models import Listing, ListingText


@transaction.atomic
def set_one(
    *,
    listing: Listing,
    language: str,
    by: Any,
    at: datetime,
    expected: int | None = None,
    **said: str,
) -> Listing:
    """Write the entry in one language, leaving the others as they are; empty texts remove it."""
    row = writing.hold(listing)
    now = {text["language"]: text for text in parts.current(row.texts, lists.FIELDS["texts"])}
    own = {field: value.strip() for field, value in said.items() if value.strip()}
    name = f"texts:{language}"
    before = {k: v for k, v in now.get(language, {}).items() if k != "language"}
    settled = writing.settle(row, expected, {name: own}, {name: before})
    if name not in settled or own == before:
        return row
    row.texts.filter(language=language).delete()
    if own:
        ListingText.objects.create(listing=row, language=language, **own)
    writing.save(row, {}, act="places.texts_set", by=by, at=at, parts={name: (before, own)})
    return row
