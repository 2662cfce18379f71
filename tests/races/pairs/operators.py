"""The directory: operators on their own page, clerks over what people told us, the round of re-checking."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.factories import ListingFactory
from tests.races.pairs import pair
from tests.races.pairs.desk import clerk, steps
from tomoni.core.models import AuditRow
from tomoni.ground.batons import actions
from tomoni.ground.people.models import Organisation
from tomoni.town.places.actions import asking, feedback, keeping, reviews, suggestions

MINE = "/staff/places/mine"


def entry(**more):
    salon = Organisation.objects.get(slug="mihon-salon")
    return ListingFactory(slug=f"p-{uuid4().hex[:12]}", organisation=salon, **more)


def voice(listing):
    """A resident's word about an entry. Both clerks are of the team that has it, as after their first act."""
    at = timezone.now()
    told = feedback.send(listing=listing, kind="wish", text="椅子がほしい", by=None, at=at)
    for name in ("mori", "abe"):
        keeping.join_own(told.baton, by=clerk(name), at=at)
    return told


def once(number):
    return steps(number, "answered") - 1


@pair("an operator presses twice on her answer", once)
def answer_on_screen_twice():
    listing = entry()
    told = voice(listing)
    question, _key = asking.ask_holder(
        baton=told.baton, listing=listing, text="椅子は", by=None, at=timezone.now()
    )
    said = {"prefix": "q0", "q0-text": "増やします。"}
    return [("sato", f"{MINE}/answer/{question.pk}/", said)] * 2, told.baton.number


@pair("an operator takes an offer and gives it back", lambda n: steps(n, "accepted", "returned") - 1)  # fmt: skip
def reply_to_offer_twice():
    told = voice(entry())
    salon = Organisation.objects.get(slug="mihon-salon")
    offer = actions.offer(baton=told.baton, outside_name=salon.name, by=None, at=timezone.now())
    path, back = f"{MINE}/offer/{offer.pk}/", {"answer": "give_back", "reason": "no_capacity"}
    return [("sato", path, {"answer": "accept"}), ("sato", path, back)], told.baton.number


def round_of(listing):
    type(listing).objects.filter(pk=listing.pk).update(
        review_due_on=timezone.localdate() - timedelta(days=1)
    )
    return reviews.begin(listing=listing, at=timezone.now())


def ended_once(key):
    number, review = key.split()
    ended = AuditRow.objects.filter(act="places.review_ended", thing_id=review).count()
    return max(steps(number, "closed"), ended) - 1


@pair("an operator presses twice that all is right", ended_once)
def confirm_own_twice():
    listing = entry()
    review = round_of(listing)
    path = f"{MINE}/confirm/{listing.slug}/"
    return [("sato", path, {})] * 2, f"{review.baton.number} {review.pk}"


@pair("an operator confirms while a clerk does, after a call", ended_once)
def confirm_on_both_sides():
    listing = entry()
    review = round_of(listing)
    calls = ("mori", f"/staff/places/reviews/{review.pk}/", {"confirm": "1"})
    return [("sato", f"{MINE}/confirm/{listing.slug}/", {}), calls], f"{review.baton.number} {review.pk}"  # fmt: skip


def ended(number):
    return steps(number, "closed") - 1


@pair("two clerks decide on one word from outside", ended)
def accept_and_decline():
    at = timezone.now()
    told = suggestions.send(kind="wrong", listing=entry(), text="時間が違う", by=None, at=at)
    for name in ("mori", "abe"):
        keeping.join_own(told.baton, by=clerk(name), at=at)
    path = f"/staff/places/suggestions/{told.pk}/"
    return [
        ("mori", path, {"answer": "直しました。"}),
        ("abe", path, {"answer": "合っています。", "decline": "1"}),
    ], told.baton.number


@pair("two clerks answer one voice", ended)
def finish_twice():
    told = voice(entry())
    path = f"/staff/places/voices/{told.pk}/"
    return [(who, path, {"answer": "伝えました。"}) for who in ("mori", "abe")], told.baton.number


def asked_once(number):
    return steps(number, "asked") - 1


@pair("two clerks ask those who run an entry", asked_once)
def ask_twice():
    told = voice(entry())
    path = f"/staff/places/voices/{told.pk}/"
    said = {"question": "椅子は増やせますか", "way": "account"}
    return [(who, path, said) for who in ("mori", "abe")], told.baton.number
