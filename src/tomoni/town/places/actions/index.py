"""Keeping the search index in step with what was just written."""

from collections.abc import Iterable

from tomoni.town.places.models import Listing


def refresh(listings: Iterable[Listing]) -> None:
    """Bring the index rows of these entries up to date, in the caller's transaction."""
