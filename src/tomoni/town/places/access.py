"""Who may see and change which listings."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q

from tomoni.core.access import can
from tomoni.town.places.models import Listing
from tomoni.town.places.models.listings import ListingQuerySet


class Ability(StrEnum):
    STAFF = "places.staff"  # The staff pages of the directory, reading.
    EDIT = "places.edit"
    PUBLISH = "places.publish"
    MODERATE = "places.moderate"
    IMPORT = "places.import"


def visible_to(user: Any, on: date) -> ListingQuerySet:
    """Public entries for everybody, all for staff, and one's own organisation's drafts."""
    if can(user, Ability.STAFF):
        return Listing.objects.all()
    if getattr(user, "is_authenticated", False):
        mine = Listing.objects.of_editor(user, on).values("pk")
        return Listing.objects.filter(Q(status__in=Listing.Status.visible()) | Q(pk__in=mine))
    return Listing.objects.public()


def editable_by(user: Any, on: date) -> ListingQuerySet:
    """Everything for those who may edit; else the entries of the organisations one edits."""
    if can(user, Ability.EDIT):
        return Listing.objects.all()
    if getattr(user, "is_authenticated", False):
        return Listing.objects.of_editor(user, on)
    return Listing.objects.none()
