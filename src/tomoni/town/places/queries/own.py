"""What an operator sees of her own entries: what is due, what she is asked, what was said."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from tomoni.ground.batons.models import Offer, Question
from tomoni.town.places.models import Contact, Feedback, Listing, ListingReview
from tomoni.town.places.queries.facts import facts_of
from tomoni.town.places.queries.page import ListingPage, listing_page, whole
from tomoni.town.places.rules import freshness, gate

MOST = 60  # Entries on the page; the largest body of a town has some dozens.


@dataclass
class Own:
    """One entry with everything its keeper should look at today."""

    listing: Listing
    page: ListingPage
    review: ListingReview | None
    is_due: bool
    gaps: list[gate.Missing] = field(default_factory=list)

    @property
    def stops(self) -> bool:
        return any(gap.stops for gap in self.gaps)


def entries(user: Any, *, at: datetime, language: str) -> list[Own]:
    """The entries of the bodies this person edits, those that are due first."""
    today = at.date()
    under_way = ListingReview.objects.filter(is_under_way=True).select_related("baton")
    rows = whole(_listings(user, today)).exclude(status=Listing.Status.CLOSED)
    rows = rows.prefetch_related(Prefetch("reviews", under_way, to_attr="under_way"))
    found = []
    for listing in rows.order_by("name_kana", "name", "id")[:MOST]:
        review = next(iter(listing.under_way), None)
        shown = listing.status in Listing.Status.visible()
        fresh = freshness.freshness(listing.review_due_on, today) == freshness.Freshness.FRESH
        found.append(
            Own(
                listing,
                listing_page(listing, at=at, language=language, staff=True),
                review,
                is_due=shown and (review is not None or not fresh),
                gaps=_gaps(listing, today),
            )
        )
    return sorted(found, key=lambda one: not one.is_due)


def questions_of(user: Any, on: date) -> QuerySet[Question]:
    """What those who run her entries were asked and have not answered yet.

    A question of the same matter to somebody else outside is not hers: it bears another name.
    """
    rows = Question.objects.open().filter(to_team=None).filter(_about(user, on))
    # Whether an entry is still right is answered by the one press beside its facts.
    rows = rows.filter(baton__places_listingreview=None)
    rows = rows.filter(outside_name__in=_names(user, on))
    return rows.select_related("baton__kind", "baton__team").order_by("answer_by", "asked_at", "id")


def offers_of(user: Any, on: date) -> QuerySet[Offer]:
    """Matters about her entries that are held out to her body."""
    rows = Offer.objects.open().filter(to_team=None).filter(_about(user, on))
    rows = rows.filter(outside_name__in=_names(user, on))
    return rows.select_related("baton__kind", "from_team").order_by("answer_by", "offered_at", "id")


def voices_of(user: Any, on: date, most: int = 10) -> list[Feedback]:
    """Words about her entries that staff have passed on, newest first, each with what was asked
    and answered. Who said it, and how they are reached, is not among it."""
    passed = Question.objects.filter(to_team=None, outside_name__in=_names(user, on))
    rows = Feedback.objects.filter(
        listing__in=_listings(user, on).values("pk"), baton__in=passed.values("baton")
    )
    asked = Prefetch("baton__questions", passed.order_by("-asked_at"), to_attr="passed_on")
    return list(
        rows.select_related("listing", "baton")
        .prefetch_related(asked)
        .order_by("-created_at", "id")[:most]
    )


def _listings(user: Any, on: date) -> QuerySet[Listing]:
    """Only the own ones, also for staff who may edit everything."""
    return Listing.objects.filter(pk__in=Listing.objects.of_editor(user, on).values("pk"))


def _names(user: Any, on: date) -> list[str]:
    """The names under which she is asked."""
    mine = _listings(user, on).values_list("name", "organisation__name")
    return sorted({name for pair in mine for name in pair if name})


def _about(user: Any, on: date) -> Q:
    mine = _listings(user, on).values("pk")
    return (
        Q(baton__places_suggestion__listing__in=mine)
        | Q(baton__places_feedback__listing__in=mine)
        | Q(baton__places_listingreview__listing__in=mine)
    )


def _gaps(listing: Listing, today: date) -> list[gate.Missing]:
    """What is missing, from what `whole` has read already."""
    spots = list(listing.at.all())
    residents = [c for c in listing.contacts.all() if c.audience == Contact.Audience.RESIDENT]
    facts = facts_of(
        listing,
        has_place=bool(spots),
        has_reach=any(c.phone or c.fax or c.email or c.url for c in residents),
        has_hours=bool(listing.hours_text) or any(spot.openings.all() for spot in spots),
    )
    return gate.missing(facts, today=today)
