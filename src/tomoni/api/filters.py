"""The search page's own filters, read from the address of an open-data file."""

from django.http import QueryDict
from django.utils import timezone

from tomoni.town.places.models.listings import ListingQuerySet
from tomoni.town.places.queries import filters


def narrowed(query: QueryDict) -> ListingQuerySet:
    """Public listings that fit the words and filters in the address."""
    return filters.listings(filters.read(query, at=timezone.now()))
