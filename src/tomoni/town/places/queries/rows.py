"""Entries as rows of a list: name, what it is, where, and whether it is open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import Listing, ListingAt, Place
from tomoni.town.places.queries.hours import timetable_of, with_hours
from tomoni.town.places.queries.reading import Said, in_language
from tomoni.town.places.rules import hours_words
from tomoni.town.places.rules.hours_words import Answer

MOST = 200


@dataclass(frozen=True)
class Row:
    """One entry in a list; `answer` is None for one that rests."""

    listing: Listing
    name: Said
    summary: Said
    place: Place | None
    answer: Answer | None


def rows(listings: QuerySet[Listing], *, at: datetime, language: str) -> list[Row]:
    """The first entries as rows, in a constant number of queries."""
    found = listings.select_related("category").prefetch_related(
        Prefetch("at", with_hours(ListingAt.objects.select_related("place__town"))), "texts"
    )
    return [_row(listing, at, language) for listing in found[:MOST]]


def _row(listing: Listing, at: datetime, language: str) -> Row:
    said = in_language(listing, language)
    here = min(listing.at.all(), key=lambda a: (not a.is_main, a.order, a.pk), default=None)
    resting = listing.status != Listing.Status.PUBLISHED
    return Row(
        listing=listing,
        name=said["name"],
        summary=said["summary"],
        place=here.place if here else None,
        answer=None if resting or not here else hours_words.answer(timetable_of(here), at),
    )


def of_organisation(organisation: Organisation, *, at: datetime, language: str) -> list[Row]:
    """What a body offers."""
    return rows(organisation.listings.public(), at=at, language=language)


def in_towns(towns: list[Town], *, at: datetime, language: str) -> list[Row]:
    """What is in these towns, by the reading of its name."""
    here = Listing.objects.public().filter(
        pk__in=ListingAt.objects.filter(place__town__in=towns).values("listing")
    )
    return rows(here, at=at, language=language)
