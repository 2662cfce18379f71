"""Barrier-free facts of a place, in words: there is, there is not, or in part."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.town.places.actions import parts
from tomoni.town.places.models import Place

FIELDS = ("code", "value", "note")


@transaction.atomic
def set(
    *,
    place: Place,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
) -> Place:
    """Replace all facts of a place by these rows (mappings with any of `FIELDS`)."""
    parts.replace(
        place,
        place.facts,
        rows,
        name="facts",
        fields=FIELDS,
        act="places.facts_set",
        by=by,
        at=at,
        expected=expected,
    )
    return place
