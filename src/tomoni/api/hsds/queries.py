"""Which rows an HSDS address asks for, with everything a document needs at hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Prefetch, Q, QuerySet

from tomoni.api.hsds import ids, taxonomy
from tomoni.core import search as search_index
from tomoni.core.geo import box_around, distance_m
from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import (
    Contact,
    Hazard,
    Listing,
    ListingAt,
    ListingLanguage,
    Place,
    PlaceFact,
)
from tomoni.town.places.queries.page import areas_with_towns
from tomoni.town.places.queries.search import SECTION

# Published once and then closed or taken back; those who copied it must learn that it is gone.
GONE = Q(status__in=(Listing.Status.CLOSED, Listing.Status.DRAFT), published_at__isnull=False)
VISIBLE = Q(status__in=Listing.Status.visible())


def reachable() -> QuerySet[Listing]:
    """Everything that has an address of its own, tombstones included."""
    return Listing.objects.filter(VISIBLE | GONE)


def services(
    *,
    search: str = "",
    term: UUID | None = None,
    vocabulary: UUID | None = None,
    organisation: UUID | None = None,
    modified_after: datetime | None = None,
) -> QuerySet[Listing]:
    """Public listings; with `modified_after` also those that have gone since."""
    found: QuerySet[Listing] = Listing.objects.public()
    if modified_after:
        at_places = ListingAt.objects.filter(place__updated_at__gte=modified_after)
        found = reachable().filter(
            Q(updated_at__gte=modified_after)
            | Q(organisation__updated_at__gte=modified_after)
            | Q(pk__in=at_places.values("listing_id"))
        )
    if search:
        found = found.filter(matching(search))
    if term:
        found = found.filter(of_term(str(term)))
    if vocabulary:
        found = found.filter(of_taxonomy(str(vocabulary)))
    if organisation:
        found = found.filter(organisation=organisation)
    return found.order_by("name_kana", "name", "pk")


def matching(text: str) -> Q:
    """The listings that fit the words, by the same search as the page."""
    asked = search_index.parse(text)
    return Q(pk__in=search_index.matching_keys(SECTION, asked)) if asked else Q(pk__in=())


def of_term(wanted: str) -> Q:
    """Listings that carry a term; a group's term stands for everything under it."""
    for term in taxonomy.terms():
        if term.id == wanted:
            if term.taxonomy.code == taxonomy.HAZARDS:
                return Q(pk__in=Listing.objects.filter(hazards__code=term.code).values("pk"))
            if term.taxonomy.code == taxonomy.OPEN:
                return in_categories(taxonomy.category_codes(term.name))
            return in_categories([term.code])
    return Q(pk__in=())


def of_taxonomy(wanted: str) -> Q:
    """Listings that carry any term of a taxonomy."""
    for one in taxonomy.taxonomies():
        if one.id == wanted:
            if one.code == taxonomy.HAZARDS:
                return Q(pk__in=Listing.objects.filter(hazards__isnull=False).values("pk"))
            if one.code == taxonomy.OPEN:
                return in_categories(taxonomy.eligibility_words())
            return Q(category__isnull=False)
    return Q(pk__in=())


def in_categories(codes: Iterable[str]) -> Q:
    wanted = list(codes)
    more = Listing.more_categories.through.objects.filter(
        Q(category__in=wanted) | Q(category__parent__in=wanted)
    )
    return (
        Q(category__in=wanted)
        | Q(category__parent__in=wanted)
        | Q(pk__in=more.values("listing_id"))
    )


def for_list(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """With what an item of a list needs."""
    places = Prefetch("at", ListingAt.objects.select_related("place"))
    return listings.select_related("organisation").prefetch_related(places, "texts", _contacts())


def in_full(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """With what a whole document needs."""
    places = ListingAt.objects.select_related("place__town").prefetch_related(
        "openings", "exceptions", _facts("place__facts")
    )
    return listings.select_related("organisation", "category").prefetch_related(
        Prefetch("at", places),
        _contacts(),
        Prefetch("languages", ListingLanguage.objects.order_by("code")),
        "fees",
        "more_categories",
        "texts",
        Prefetch("areas", areas_with_towns()),
        Prefetch("hazards", Hazard.objects.order_by("code")),
    )


def services_at(listings: QuerySet[Listing], *, full: bool) -> QuerySet[ListingAt]:
    """The same listings at their places, in the order of the listings.

    What was taken back tells no place: the place may be why, or be that of the next draft. Its
    tombstone stands among the services.
    """
    mine = in_full(reachable()) if full else for_list(reachable())
    told = listings.exclude(status=Listing.Status.DRAFT)
    found = ListingAt.objects.filter(listing__in=told.order_by().values("pk"))
    if full:
        found = found.prefetch_related("openings", "exceptions", _facts("place__facts"))
    return (
        found.select_related("place__town")
        .prefetch_related(Prefetch("listing", mine))
        .order_by("listing__name_kana", "listing__name", "listing_id", "order", "pk")
    )


def one_service_at(wanted: UUID, *, full: bool = True) -> ListingAt | None:
    """The listing at a place with this derived identifier."""
    first, last = ids.listing_range(wanted)
    near = ListingAt.objects.filter(listing_id__gte=first, listing_id__lte=last)
    for pk, listing, place in near.values_list("pk", "listing_id", "place_id"):
        if ids.at_id(listing, place) == str(wanted):
            return services_at(reachable(), full=full).filter(pk=pk).first()
    return None


def near(found: QuerySet[ListingAt], lat: float, lng: float, metres: float) -> list[int]:
    """The rows within `metres`, nearest first."""
    south, west, north, east = box_around(lat, lng, metres)
    points = (
        found.order_by()
        .filter(place__lat__range=(south, north), place__lng__range=(west, east))
        .values_list("pk", "place__lat", "place__lng")
    )
    away = [(distance_m(lat, lng, y or 0, x or 0), pk) for pk, y, x in points]
    return [pk for metres_away, pk in sorted(away) if metres_away <= metres]


def centre_of(postcode: str) -> tuple[float, float] | None:
    """The middle of the towns with this postcode, else of the places that carry it."""
    for rows in (Town.objects, Place.objects.filter(at__listing__status__in=("published",))):
        middle = rows.filter(postcode=postcode).aggregate(lat=Avg("lat"), lng=Avg("lng"))
        if middle["lat"] is not None:
            return middle["lat"], middle["lng"]
    return None


def organisations(search: str = "") -> QuerySet[Organisation]:
    """Organisations that answer for something in the directory."""
    mine = reachable().filter(organisation__isnull=False).order_by().values("organisation")
    found = Organisation.objects.filter(pk__in=mine)
    for word in search.split()[:8]:
        found = found.filter(
            Q(name__icontains=word) | Q(name_kana__icontains=word) | Q(description__icontains=word)
        )
    return found.order_by("name_kana", "name", "pk")


def with_services(bodies: QuerySet[Organisation], *, full: bool) -> QuerySet[Organisation]:
    """With their places and services at hand."""
    public = Listing.objects.public().order_by("name_kana", "name", "pk")
    shown = Place.objects.filter(
        pk__in=ListingAt.objects.filter(listing__in=public.order_by().values("pk")).values("place")
    )
    return bodies.prefetch_related(
        Prefetch("listings", in_full(public) if full else for_list(public), "shown_listings"),
        Prefetch(
            "places", shown.select_related("town").prefetch_related(_facts("facts")), "shown_places"
        ),
    )


def _contacts() -> Any:
    return Prefetch("contacts", Contact.objects.filter(audience=Contact.Audience.RESIDENT))


def _facts(path: str) -> Any:
    return Prefetch(path, PlaceFact.objects.order_by("code"))
