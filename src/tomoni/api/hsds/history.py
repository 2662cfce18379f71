"""What changed and when, from the audit rows; never who, and never before publication."""

from collections.abc import Iterable
from typing import Any

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document
from tomoni.core.models import AuditRow
from tomoni.town.places.models import Listing

# Only fields that stand on the public page; everything else stays in the house.
FIELDS = {
    "name": "name",
    "name_en": "alternate_name",
    "summary": "description",
    "description": "description",
    "url": "url",
    "status": "status",
    "entry_text": "application_process",
    "fee_text": "fees_description",
    "who_for": "eligibility_description",
    "age_min": "minimum_age",
    "age_max": "maximum_age",
    "checked_on": "assured_date",
    "suspended_reason": "alert",
    "closed_reason": "alert",
}
# Values that are words of a list, numbers or days. The old wording of a text is not published:
# it may have been changed just because it named somebody.
PLAIN = frozenset({"name", "name_en", "status", "age_min", "age_max", "checked_on"})
MOST = 30  # Rows a listing; the whole history is on the staff page.


def histories(listings: Iterable[Listing]) -> dict[str, list[Document]]:
    """Listing id to its newest changes since publication; one question for all of them."""
    shown = {str(one.pk): one for one in listings if one.published_at and one.status != "draft"}
    found: dict[str, list[Document]] = {key: [] for key in shown}
    if not shown:
        return found
    first = min(one.published_at for one in shown.values() if one.published_at)
    rows = AuditRow.objects.filter(
        thing=Listing._meta.label, thing_id__in=list(shown), at__gte=first
    ).order_by("-id")
    for row in rows:
        mine, listing = found[row.thing_id], shown[row.thing_id]
        if listing.published_at and row.at >= listing.published_at:
            mine.extend(_changes(row, listing)[: MOST - len(mine)])
    return found


def _changes(row: AuditRow, listing: Listing) -> list[Document]:
    return [
        {
            "id": derived("metadata", row.thing_id, row.pk, field),
            "resource_type": "service",
            "last_action_date": row.at.date().isoformat(),
            "last_action_type": "update",
            "field_name": FIELDS[field],
            "previous_value": _text(old) if field in PLAIN else "",
            "replacement_value": _text(new) if _is_public(field, new, listing) else "",
            "updated_by": "掲載の担当者" if row.by_id else "自動処理",
        }
        for field, (old, new) in row.changes.items()
        if field in FIELDS
    ]


def _is_public(field: str, value: Any, listing: Listing) -> bool:
    """Whether the value stands on the page today anyway, or is harmless."""
    return field in PLAIN or getattr(listing, field) == value


def _text(value: Any) -> str:
    return "" if value is None else str(value)
