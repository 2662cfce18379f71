"""What else is near, and what else there is of the same kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from django.db.models import ExpressionWrapper, F, FloatField

from tomoni.core.geo import box_around, distance_m
from tomoni.town.places.models import Listing, ListingAt, Place

NEAR_M = 1_500
EXACT_M = 300  # A point less exact than this gives no distance in figures.


@dataclass(frozen=True)
class Neighbour:
    """An entry near a place; `metres` is None where one of the points is only approximate."""

    listing: Listing
    place: Place
    metres: int | None


def near(place: Place, *, without: Listing, limit: int = 5) -> list[Neighbour]:
    """Open entries around a place, the nearest first; one query."""
    if place.lat is None or place.lng is None:
        return []
    south, west, north, east = box_around(place.lat, place.lng, NEAR_M)
    rows = (
        ListingAt.objects.filter(
            listing__status=Listing.Status.PUBLISHED,
            place__lat__range=(south, north),
            place__lng__range=(west, east),
        )
        .exclude(listing=without)
        .select_related("listing__category", "place")
        .annotate(far=_square(place.lat, place.lng))
        .order_by("far", "listing__name_kana", "id")[: limit * 3]
    )
    return _distinct(rows, place, limit)


def of_the_same_kind(listing: Listing, place: Place | None, limit: int = 3) -> list[Neighbour]:
    """Open entries of the same category, for somebody who came in vain; one query."""
    if listing.category_id is None:
        return []
    rows = (
        ListingAt.objects.filter(
            listing__status=Listing.Status.PUBLISHED, listing__category=listing.category_id
        )
        .exclude(listing=listing)
        .select_related("listing__category", "place")
    )
    if place and place.lat is not None and place.lng is not None:
        rows = rows.annotate(far=_square(place.lat, place.lng)).order_by(
            F("far").asc(nulls_last=True), "listing__name_kana", "id"
        )
    else:
        rows = rows.order_by("listing__name_kana", "id")
    return _distinct(rows[: limit * 3], place, limit)


def _square(lat: float, lng: float) -> ExpressionWrapper:
    """Something that grows with the distance, computed alike by both databases."""
    shrink = cos(radians(lat)) ** 2
    north = F("place__lat") - lat
    east = F("place__lng") - lng
    return ExpressionWrapper(north * north + east * east * shrink, output_field=FloatField())


def _distinct(rows: Iterable[ListingAt], place: Place | None, limit: int) -> list[Neighbour]:
    found: dict[object, Neighbour] = {}
    for row in rows:
        if row.listing_id not in found:
            found[row.listing_id] = Neighbour(row.listing, row.place, metres(place, row.place))
    return list(found.values())[:limit]


def metres(one: Place | None, other: Place) -> int | None:
    """The distance as the crow flies, rounded to what the points can bear."""
    if one is None or not (is_exact(one) and is_exact(other)):
        return None
    far = distance_m(one.lat, one.lng, other.lat, other.lng)  # type: ignore[arg-type]
    return round(far / 50) * 50


def is_exact(place: Place) -> bool:
    """Whether the point is good for a distance in figures."""
    good = place.level in (Place.Level.BUILDING, Place.Level.ADDRESS)
    return place.lat is not None and good and (place.accuracy_m or 0) <= EXACT_M
