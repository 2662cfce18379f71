"""What people tell us is in somebody's hands, asked of those who run it, answered and told."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories import ListingFactory
from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import links
from tomoni.ground.batons.models import Party
from tomoni.town.places.actions import asking, feedback, reviews, suggestions
from tomoni.town.places.models import Feedback, ListingReview, Suggestion


@pytest.fixture
def tea(db):
    return ListingFactory(slug="ocha", name="お茶の間")


def test_the_operator_answers_by_link_and_the_resident_reads_the_outcome(client, tea, mori):
    client.post(
        "/places/ocha/tell/",
        {
            "kind": "wrong", "text": "時間が違います", "postcode": "〒０４７ー００２４",
            "address": "小樽市花園２丁目１２−１", "addressee": "坂本 ハル",
        },
    )  # fmt: skip
    told = Suggestion.objects.get()
    party = Party.objects.get(baton=told.baton)
    assert (party.postcode, party.name) == ("047-0024", "坂本 ハル")
    client.force_login(mori)
    desk = f"/staff/places/suggestions/{told.pk}/"
    page = client.post(desk, {"question": "木曜の時間を教えてください。"}).content.decode()
    link = page.split('class="link-once" href="')[1].split('"')[0]
    client.logout()
    address = link[link.index("/l/") :]
    assert "木曜の時間" in client.get(address).content.decode()
    client.post(address, {"name": "佐藤", "text": "10時からです。"})
    client.post(address, {"name": "佐藤", "text": "二度目"})
    question = told.baton.questions.get()
    assert question.answer == "10時からです。"
    client.force_login(mori)
    assert "10時からです。" in client.get(desk).content.decode()
    client.post(desk, {"accept": "1", "answer": "10時に直しました。"})
    client.logout()
    receipt = client.get(f"/places/tell/{told.token}/").content.decode()
    assert "掲載に反映しました" in receipt and "10時に直しました。" in receipt

    from tomoni.ground.notices.models import Delivery

    assert Delivery.objects.get(notice__kind="batons.outcome").channel == "letter"


def test_a_review_is_opened_once_and_confirmed_by_link(client, tea):
    at = timezone.now()
    type(tea).objects.filter(pk=tea.pk).update(
        review_due_on=timezone.localdate(at) - timedelta(days=1)
    )
    assert reviews.open_due(at=at) == 1
    assert reviews.open_due(at=at) == 0
    review = ListingReview.objects.get()
    question = review.baton.questions.first()
    if question is None:
        question, key = asking.ask_holder(
            baton=review.baton, listing=tea, text="合っていますか", by=None, at=at
        )
    else:
        _link, key = links.make(question=question, by=None, at=at)
    page = client.get(f"/l/{key}/").content.decode()
    assert "お茶の間" in page and ListingReview.objects.get().is_under_way
    client.post(f"/l/{key}/", {"name": "佐藤", "right": "1"})
    review.refresh_from_db()
    tea.refresh_from_db()
    assert not review.is_under_way and not review.baton.is_open
    assert tea.checked_on == timezone.localdate(at)


def test_what_the_operator_corrects_waits_for_a_clerk(client, tea):
    at = timezone.now()
    type(tea).objects.filter(pk=tea.pk).update(
        review_due_on=timezone.localdate(at) - timedelta(days=1)
    )
    reviews.open_due(at=at)
    review = ListingReview.objects.get()
    for question in review.baton.questions.all():
        _link, key = links.make(question=question, by=None, at=at)
        break
    else:
        _q, key = asking.ask_holder(baton=review.baton, listing=tea, text="?", by=None, at=at)
    client.post(f"/l/{key}/", {"name": "佐藤", "text": "電話が変わりました", "differs": "1"})
    assert "電話が変わりました" in Suggestion.objects.get().text
    review.refresh_from_db()
    assert not review.is_under_way


def test_a_closed_or_draft_entry_is_never_reviewed(db):
    ListingFactory(slug="draft", draft=True)
    assert reviews.open_due(at=timezone.now()) == 0


def test_a_word_to_the_provider_is_asked_and_answered(client, tea, mori):
    answers = {"kind": "wish", "text": "椅子がほしい", "wants_answer": "on"}
    page = client.post("/places/ocha/voice/", answers, follow=True).content.decode()
    told = Feedback.objects.get()
    assert told.number in page
    client.force_login(mori)
    assert "椅子がほしい" in client.get("/staff/places/voices/").content.decode()
    client.post(f"/staff/places/voices/{told.pk}/", {"answer": "椅子を増やします。"})
    told.refresh_from_db()
    assert told.answer == "椅子を増やします。"
    with pytest.raises(Refused):
        feedback.finish(feedback=told, answer="もう一度", by=mori, at=timezone.now())


def test_suggestions_from_before_get_a_baton_when_there_is_no_team(tea, mori):
    told = suggestions.send(kind="wrong", text="違う", listing=tea, by=None, at=timezone.now())
    module = import_module("tomoni.town.places.migrations.0006_give_batons")
    assert module._team(apps, told.created_at) == told.baton.team
