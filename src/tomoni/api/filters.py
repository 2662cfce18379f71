"""The search page's own filters, read from the address of an open-data file."""

from django.db.models import Q
from django.http import QueryDict

from tomoni.core.text import search_key
from tomoni.town.places.models import Listing
from tomoni.town.places.models.listings import ListingQuerySet


def narrowed(query: QueryDict) -> ListingQuerySet:
    """Public listings that fit the words and filters in the address."""
    found = Listing.objects.public()
    if words := search_key(query.get("q", "")).split():
        for word in words[:8]:
            found = found.filter(
                Q(name__icontains=word) | Q(name_kana__icontains=word) | Q(summary__icontains=word)
            )
    if codes := query.getlist("category"):
        wanted = Q(category__in=codes) | Q(category__parent__in=codes)
        found = found.filter(wanted | Q(more_categories__in=codes)).distinct()
    return found
