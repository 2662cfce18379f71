"""The same entry in other languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing

FIELDS = (
    "language",
    "name",
    "summary",
    "description",
    "who_for",
    "entry_text",
    "fee_text",
    "documents",
)


@transaction.atomic
def set(
    *,
    listing: Listing,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
) -> Listing:
    """Replace all texts of an entry by these rows (mappings with any of `FIELDS`)."""
    parts.replace(
        listing,
        listing.texts,
        rows,
        name="texts",
        fields=FIELDS,
        act="places.texts_set",
        by=by,
        at=at,
        expected=expected,
    )
    return listing
