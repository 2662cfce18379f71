"""How long the facts of an entry are trusted without being checked again."""

from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 14
A_YEAR = 365


class Freshness(StrEnum):
    FRESH = "fresh"
    SOON = "soon"  # Due within two weeks: the staff list shows it, residents do not.
    STALE = "stale"  # Overdue: marked on the public page.


def due_on(checked_on: date | None, own_days: int | None, category_days: int | None) -> date | None:
    """The day by which somebody should check again."""
    if checked_on is None:
        return None
    return checked_on + timedelta(days=own_days or category_days or A_YEAR)


def freshness(review_due_on: date | None, today: date) -> Freshness:
    """Stale from the day after the due day; never checked counts as stale."""
    if review_due_on is None or review_due_on < today:
        return Freshness.STALE
    if review_due_on <= today + timedelta(days=SOON_DAYS):
        return Freshness.SOON
    return Freshness.FRESH


def days_unchecked(checked_on: date | None, today: date) -> int | None:
    """How many days nobody has checked, or None when nobody ever did."""
    return None if checked_on is None else max(0, (today - checked_on).days)
