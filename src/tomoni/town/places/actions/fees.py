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
    **also: str,
) -> Listing:
    """Replace all prices of an entry by these rows (mappings with any of `FIELDS`).

    Args:
        also: `fee_kind` and `fee_text` of the entry, said together with the prices.
    """
    if unknown := {*also} - {"fee_kind", "fee_text"}:
        raise TypeError(f"not about a fee: {', '.join(sorted(unknown))}")
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
        also=also,
    )
    return listing
