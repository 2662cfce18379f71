"""Replacing the small lists of an entry: prices, contacts, languages, districts and hazards."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.facts import facts_of

# What a row of each list says; the list is a related manager of the entry by the same name.
FIELDS = {
    "fees": ("label", "yen"),
    "contacts": (
        "audience", "label", "label_en", "label_easy", "phone", "extension", "fax", "email", "url",
        "note", "note_en", "note_easy",
    ),
    "languages": ("code", "note"),
    "areas": ("district_id",),
    "hazards": ("code",),
    "texts": (
        "language", "name", "summary", "description", "who_for", "entry_text", "fee_text",
        "documents", "capacity_text", "hours_text",
    ),
}  # fmt: skip
# Fields of the entry itself that are said together with a list.
ALSO = {"fees": {"fee_kind", "fee_text"}}


@transaction.atomic
def set(
    *,
    listing: Listing,
    part: str,
    rows: Iterable[Mapping[str, Any]],
    by: Any,
    at: datetime,
    expected: int | None = None,
    **also: str,
) -> Listing:
    """Replace one list of an entry by these rows (mappings with any of `FIELDS[part]`).

    Args:
        also: Any of `ALSO[part]`.

    Raises:
        Refused: The entry is public and would lose the last way to reach it.
    """
    if unknown := {*also} - ALSO.get(part, {*()}):
        raise TypeError(f"not said with {part}: {', '.join(sorted(unknown))}")
    parts.replace(
        listing,
        getattr(listing, part),
        rows,
        name=part,
        fields=FIELDS[part],
        act=f"places.{part}_set",
        by=by,
        at=at,
        expected=expected,
        also=also,
    )
    if part == "contacts":
        _still_reachable(listing)
    return listing


def _still_reachable(listing: Listing) -> None:
    facts = facts_of(listing)
    if listing.status in Listing.Status.visible() and not (facts.has_place or facts.has_reach):
        raise Refused(
            _("公開中の掲載です。市民の方の連絡先を一つは残してください。"), field="phone"
        )
