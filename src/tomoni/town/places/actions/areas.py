"""For the people of which districts an entry is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing

FIELDS = ("district_id",)


@transaction.atomic
def set(
    *,
    listing: Listing,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
) -> Listing:
    """Replace the districts of an entry by these rows (mappings with `district_id`)."""
    parts.replace(
        listing,
        listing.areas,
        rows,
        name="areas",
        fields=FIELDS,
        act="places.areas_set",
        by=by,
        at=at,
        expected=expected,
    )
    return listing
