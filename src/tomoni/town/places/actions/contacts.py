"""How to reach an entry, by audience."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.town.places.actions import parts
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.facts import facts_of

FIELDS = (
    "audience",
    "label",
    "label_en",
    "label_easy",
    "phone",
    "extension",
    "fax",
    "email",
    "url",
    "note",
    "note_en",
    "note_easy",
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
    """Replace all contacts of an entry by these rows (mappings with any of `FIELDS`)."""
    parts.replace(
        listing,
        listing.contacts,
        rows,
        name="contacts",
        fields=FIELDS,
        act="places.contacts_set",
        by=by,
        at=at,
        expected=expected,
    )
    _still_reachable(listing)
    return listing


def _still_reachable(listing: Listing) -> None:
    facts = facts_of(listing)
    if listing.status in Listing.Status.visible() and not (facts.has_place or facts.has_reach):
        raise Refused(
            _("公開中の掲載です。市民の方の連絡先を一つは残してください。"), field="phone"
        )
