"""Bringing the code table of categories in line with the taxonomy file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.town.places.actions import index
from tomoni.town.places.models import Category, Listing
from tomoni.town.places.rules import taxonomy
from tomoni.town.places.rules.taxonomy import Term


@transaction.atomic
def load(*, by: Any, at: datetime, terms: Iterable[Term] | None = None) -> int:
    """Create and update categories from the taxonomy; idempotent.

    Returns:
        How many rows were created or changed.
    """
    known = {category.code: category for category in Category.objects.all()}
    touched: list[str] = []
    for order, term in enumerate(taxonomy.terms() if terms is None else terms):
        values = _values(term, order)
        row = known.get(term.code)
        if row is None:
            row = known[term.code] = Category.objects.create(code=term.code, **values)
            audit.record("places.category_created", row, by=by, at=at)
        elif changes := audit.differences(row, values):
            for field, value in values.items():
                setattr(row, field, value)
            row.save(update_fields=list(changes))
            audit.record("places.category_edited", row, by=by, at=at, changes=changes)
            if "review_every_days" in changes:
                _move_reviews(row)
        else:
            continue
        touched.append(row.code)
    if touched:
        index.refresh(Listing.objects.filter(category__in=touched))
    return len(touched)


def _values(term: Term, order: int) -> dict[str, Any]:
    return {
        "parent_id": term.group or None,
        "name": term.ja,
        "name_kana": term.kana,
        "name_easy": term.ja_easy,
        "name_en": term.en,
        "also": " ".join(term.words),
        "icon": term.icon,
        "dataset": term.dataset,
        "review_every_days": term.review_every_days,
        "order": order,
        "is_active": not term.retired,
    }


def _move_reviews(category: Category) -> None:
    """A new rhythm moves the due days of entries that have none of their own."""
    listings = list(
        Listing.objects.filter(category=category, review_every_days=None, checked_on__isnull=False)
    )
    for listing in listings:
        listing.category = category
        listing.review_due_on = listing.next_review()
    Listing.objects.bulk_update(listings, ["review_due_on"], batch_size=500)
