"""Prices in yen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing

FIELDS = ("label", "yen")


@transaction.atomic
def set(
    *,
    listing: Listing,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
) -> Listing:
    """Replace all fees of an entry by these rows (mappings with any of `FIELDS`)."""
    parts.replace(
        listing,
        listing.fees,
        rows,
        name="fees",
        fields=FIELDS,
        act="places.fees_set",
        by=by,
        at=at,
        expected=expected,
    )
    return listing
