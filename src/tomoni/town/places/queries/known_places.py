"""Places that are known already, so that nobody makes a second one of them."""

from django.db.models import Count, Q, QuerySet

from tomoni.core.text import search_key
from tomoni.town.places.models import Listing, Place


def look_for(words: str, *, without: Listing, limit: int = 20) -> QuerySet[Place]:
    """Places whose name, reading or address holds all the words."""
    found = Place.objects.exclude(listings=without).annotate(entries=Count("listings"))
    for word in words.split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_kana__icontains=word)
            | Q(name_kana__icontains=search_key(word))
            | Q(address__icontains=word)
        )
    return found.order_by("-entries", "name_kana", "id")[:limit]
