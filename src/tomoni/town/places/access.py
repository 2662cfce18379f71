"""Who may see and change which listings."""

from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tomoni.core.access import can
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import Listing, ListingAt, Place
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


def organisations_of(user: Any, on: date) -> QuerySet[Organisation]:
    """The bodies in whose name this person may write entries."""
    if can(user, Ability.EDIT):
        return Organisation.objects.all()
    members = user.memberships.in_force(on).filter(part="editor")
    return Organisation.objects.filter(memberships__in=members).distinct()


def may_work(user: Any, on: date) -> bool:
    """Whether the staff pages have anything for this person: staff, or an editor somewhere."""
    return can(user, Ability.STAFF) or organisations_of(user, on).exists()


def desk_of(user: Any, on: date) -> ListingQuerySet:
    """The entries on this person's staff pages: all for staff, else the own ones."""
    return Listing.objects.all() if can(user, Ability.STAFF) else editable_by(user, on)


def places_editable_by(user: Any, on: date) -> QuerySet[Place]:
    """All for those who may edit; else the places where only one's own entries are.

    A hall used by several bodies is kept by the clerk, so that nobody moves another's place.
    """
    if can(user, Ability.EDIT):
        return Place.objects.all()
    mine = editable_by(user, on)
    of_others = ListingAt.objects.filter(place=OuterRef("pk")).exclude(
        listing__in=mine.values("pk")
    )
    return (
        Place.objects.filter(at__listing__in=mine.values("pk"))
        .exclude(Exists(of_others))
        .distinct()
    )
