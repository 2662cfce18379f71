"""A link for people without an account: one purpose, one time, not for ever, not to be guessed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tomoni.core.errors import Refused
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import links
from tomoni.ground.batons.models import Link, Miss, Offer, Question
from tomoni.ground.batons.queries.story import story_of

TAKEN = {"answer": "accept", "name": "外川 学", "reply": "明日うかがいます", "reason": ""}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def offer(baton, yuki, now):
    return actions.offer(
        baton=baton, outside_name="見本工務店", note="屋根を見てほしい", by=yuki, at=now
    )


@pytest.fixture
def key(offer, yuki, now):
    return links.make(offer=offer, by=yuki, at=now)[1]


def test_the_receiver_takes_it_on_a_telephone_without_an_account(client, offer, key):
    page = client.get(f"/l/{key}/")
    assertContains(page, "屋根を見てほしい")
    assert page["Referrer-Policy"] == "same-origin"

    done = client.post(f"/l/{key}/", TAKEN)

    assertRedirects(done, f"/l/{key}/done/")
    offer.refresh_from_db()
    assert (offer.status, offer.answered_name) == ("accepted", "外川 学")
    step = story_of(offer.baton)[0]
    assert (step.act, step.way, step.by_name) == ("accepted", "link", "外川 学")


def test_a_mail_scanner_that_opens_everything_changes_nothing(client, offer, key):
    for _again in range(5):
        assert client.get(f"/l/{key}/").status_code == 200
        client.head(f"/l/{key}/")
    offer.refresh_from_db()
    assert offer.status == "open"
    assert Link.objects.get().used_at is None


def test_the_first_answer_counts(client, offer, key):
    client.post(f"/l/{key}/", TAKEN)
    again = client.post(f"/l/{key}/", {**TAKEN, "answer": "give_back", "reason": "other_desk"})
    assertRedirects(again, f"/l/{key}/done/")
    offer.refresh_from_db()
    assert offer.status == "accepted"


def test_giving_back_needs_its_reason_and_keeps_what_was_typed(client, offer, key):
    page = client.post(f"/l/{key}/", {**TAKEN, "answer": "give_back"})
    assertContains(page, "戻す理由を選んでください")
    assertContains(page, "明日うかがいます")
    assert Link.objects.get().used_at is None

    client.post(f"/l/{key}/", {**TAKEN, "answer": "give_back", "reason": "no_capacity"})
    offer.refresh_from_db()
    assert (offer.status, offer.reason) == ("returned", "no_capacity")


def test_after_its_time_or_once_stopped_it_opens_nothing(client, offer, key, yuki, now):
    link = Link.objects.get()
    Link.objects.update(expires_at=now - timedelta(minutes=1))
    assertContains(client.get(f"/l/{key}/"), "期間は終わりました", status_code=404)
    assertContains(client.post(f"/l/{key}/", TAKEN), "0134-00-0001", status_code=404)

    Link.objects.update(expires_at=now + timedelta(days=1))
    links.revoke(link=link, by=yuki, at=now)
    assertContains(client.get(f"/l/{key}/"), "止められました", status_code=404)
    assert Offer.objects.get().status == "open"


def test_guessing_is_stopped_also_for_the_right_key(client, offer, key):
    for number in range(links.MOST_MISSES):
        assert client.get(f"/l/guess-{number}/").status_code == 404
    page = client.get(f"/l/{key}/")
    assertContains(page, "しばらく開けません", status_code=404)
    assertNotContains(page, "屋根", status_code=404)
    assert Miss.objects.count() == links.MOST_MISSES


@pytest.mark.parametrize("act", ["accept", "give_back"])
def test_only_the_holder_writes_down_what_somebody_outside_said(offer, yuki, sumi, now, act):
    more = {"reason": "no_capacity"} if act == "give_back" else {}
    with pytest.raises(Refused):
        getattr(actions, act)(offer=offer, by=sumi, at=now, **more)
    assert Offer.objects.get().status == "open"
    getattr(actions, act)(offer=offer, by=yuki, by_name="外川", at=now, way="phone", **more)
    assert Offer.objects.get().status != "open"


def test_the_key_is_kept_nowhere(offer, key):
    assert key not in str(Link.objects.values().get())


def test_a_question_is_answered_in_ones_own_words(client, baton, yuki, now):
    asked = actions.ask(
        baton=baton, outside_name="大家さん", text="鍵はありますか", by=yuki, at=now
    )
    _link, key = links.make(question=asked, by=yuki, at=now)
    client.post(f"/l/{key}/", {"name": "大家", "text": "あります"})
    assert Question.objects.get().answer == "あります"


def test_the_sender_reads_what_became_of_it(client, baton, yuki, now):
    _link, key = links.make(baton=baton, by=None, at=now, days=400)
    assertContains(client.get(f"/l/{key}/"), "除雪の班")
    actions.close(baton=baton, outcome="done", words="雪をおろしました", by=yuki, at=now)
    assertContains(client.get(f"/l/{key}/"), "雪をおろしました")


def test_no_link_for_what_is_answered_already(offer, yuki, now):
    actions.withdraw(offer=offer, by=yuki, at=now)
    with pytest.raises(Refused, match="取り下げられました"):
        links.make(offer=offer, by=yuki, at=now)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_page_in_each_language(client, key, language):
    assert client.get(f"/l/{key}/?lang={language}").status_code == 200
