"""The directory's tables, by subject."""

from tomoni.town.places.models.categories import Category
from tomoni.town.places.models.feedback import Feedback
from tomoni.town.places.models.hours import Opening, OpeningException
from tomoni.town.places.models.imports import ImportBatch
from tomoni.town.places.models.listings import (
    Contact,
    DateKnown,
    Fee,
    Listing,
    ListingAt,
    ListingLanguage,
    ListingText,
)
from tomoni.town.places.models.places import Hazard, ListingArea, Place, PlaceFact
from tomoni.town.places.models.reviews import ListingReview
from tomoni.town.places.models.suggestions import Suggestion

__all__ = [
    "Category",
    "Contact",
    "DateKnown",
    "Fee",
    "Feedback",
    "Hazard",
    "ImportBatch",
    "Listing",
    "ListingArea",
    "ListingAt",
    "ListingLanguage",
    "ListingReview",
    "ListingText",
    "Opening",
    "OpeningException",
    "Place",
    "PlaceFact",
    "Suggestion",
]
