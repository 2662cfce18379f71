"""The hazards for which a place is a designated refuge."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing

FIELDS = ("code",)


@transaction.atomic
def set(
    *,
    listing: Listing,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
) -> Listing:
    """Replace all hazards of an entry by these rows (mappings with any of `FIELDS`)."""
    parts.replace(
        listing,
        listing.hazards,
        rows,
        name="hazards",
        fields=FIELDS,
        act="places.hazards_set",
        by=by,
        at=at,
        expected=expected,
    )
    return listing
