"""What the staff's list shows: filters, freshness and gaps in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from tomoni.core.text import search_key
from tomoni.ground.batons.models import Question
from tomoni.ground.batons.models.offers import Way
from tomoni.town.places.models import Contact, Listing, ListingAt, Opening
from tomoni.town.places.rules import freshness

# What may be missing, as a filter in the address: the field and the condition of the gap.
GAPS = {
    "summary": Q(summary=""),
    "name_kana": Q(name_kana=""),
    "who_for": Q(who_for=""),
    "entry": Q(entry="unknown"),
    "fee_kind": Q(fee_kind="unknown"),
    "name_en": Q(name_en=""),
    "organisation": Q(organisation=None),
}
ORDERS = {
    "name": ("name_kana", "name", "id"),
    "due": (F("review_due_on").asc(nulls_first=True), "name_kana", "id"),
    "changed": ("-updated_at", "id"),
}


@dataclass(frozen=True)
class Filters:
    """The filters of the list as they stand in the address."""

    q: str = ""
    status: str = ""
    fresh: str = ""
    missing: str = ""
    category: str = ""
    organisation: str = ""
    mine: str = ""
    order: str = "name"

    @classmethod
    def of(cls, query: Any) -> "Filters":
        fields = cls.__dataclass_fields__
        return cls(**{name: query.get(name, "")[:100] for name in fields if query.get(name)})


def listed(
    listings: QuerySet[Listing], filters: Filters, *, user: Any, on: date
) -> QuerySet[Listing]:
    """The entries of the list, filtered and in order."""
    found = listings
    for word in filters.q.split()[:5]:
        key = search_key(word)
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_kana__icontains=word)
            | Q(name_kana__icontains=key)
            | Q(also__icontains=word)
            | Q(slug__icontains=word)
        )
    if filters.status in Listing.Status.values:
        found = found.filter(status=filters.status)
    if filters.fresh == freshness.Freshness.STALE:
        found = found.filter(stale(on))
    elif filters.fresh == freshness.Freshness.SOON:
        found = found.filter(soon(on))
    if filters.missing in GAPS:
        found = found.filter(GAPS[filters.missing])
    elif filters.missing == "hours":
        rows = Opening.objects.filter(at__listing=OuterRef("pk"))
        found = found.filter(~Exists(rows), hours_text="")
    elif filters.missing == "contacts":
        rows = Contact.objects.filter(listing=OuterRef("pk"), audience="resident")
        found = found.filter(~Exists(rows))
    elif filters.missing == "places":
        found = found.filter(~Exists(ListingAt.objects.filter(listing=OuterRef("pk"))))
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.organisation:
        found = found.filter(organisation__slug=filters.organisation)
    if filters.mine:
        mine = Listing.objects.of_editor(user, on).values("pk")
        found = found.filter(pk__in=mine)
    return found.order_by(*ORDERS.get(filters.order, ORDERS["name"]))


def stale(on: date) -> Q:
    """Visible and overdue."""
    return Q(status__in=Listing.Status.visible()) & (
        Q(review_due_on__lt=on) | Q(review_due_on=None)
    )


def soon(on: date) -> Q:
    """Visible and due within two weeks."""
    last = on + timedelta(days=freshness.SOON_DAYS)
    return Q(status__in=Listing.Status.visible(), review_due_on__range=(on, last))


def with_columns(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """What a row of the staff's table shows."""
    return listings.select_related("category", "organisation").prefetch_related(
        Prefetch("at", ListingAt.objects.select_related("place").order_by("order", "id")),
        Prefetch("contacts", Contact.objects.order_by("order", "id")),
    )


@dataclass(frozen=True)
class Due:
    """How many entries wait for a check, by category."""

    category: str
    code: str
    stale: int
    soon: int


def due_by_category(listings: QuerySet[Listing], on: date) -> list[Due]:
    """The categories with entries that are due, most overdue first."""
    from django.db.models import Count

    rows = (
        listings.filter(stale(on) | soon(on))
        .values("category", "category__name")
        .annotate(late=Count("pk", filter=stale(on)), near=Count("pk", filter=soon(on)))
        .order_by("-late", "category__name")
    )
    return [
        Due(row["category__name"] or "—", row["category"] or "", row["late"], row["near"])
        for row in rows
    ]


def calls(listings: QuerySet[Listing]) -> QuerySet[Question]:
    """What is to be asked by telephone about these entries, the most pressing first."""
    keys = listings.values("pk")
    about = (
        Q(baton__places_suggestion__listing__in=keys)
        | Q(baton__places_feedback__listing__in=keys)
        | Q(baton__places_listingreview__listing__in=keys)
    )
    rows = Question.objects.open().filter(about, way=Way.PHONE, to_team=None)
    return rows.select_related("baton").order_by("answer_by", "asked_at", "id")
