"""On one's own page: where my matter is, what was written to me, whether mine was read, my answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import PersonFactory
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import parties, writing
from tomoni.ground.batons.models import Message, Receipt, Step
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.actions import merging
from tomoni.ground.people.actions.persons import of_account
from tomoni.web.templatetags.shell import local


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def party(baton, yuki, haru, now):
    of_account(user=haru, at=now)
    return parties.add_party(baton=baton, by=yuki, at=now, user=haru, name="坂本 ハル")


@pytest.fixture
def page(baton):
    return f"/me/matters/{baton.number}/"


def write(baton, party, yuki, text="雪の量を教えてください"):
    return writing.write(
        baton=baton, to=party, text=text, by=yuki, at=timezone.now(), token=uuid4()
    )


def test_one_sees_where_it_is_and_by_when(client, baton, party, haru, page, snow):
    client.force_login(haru)
    assertContains(client.get("/me/"), "/me/matters/")
    rows = client.get("/me/matters/")
    assertContains(rows, baton.number)
    assertContains(rows, snow.name)
    one = client.get(page)
    assertContains(one, snow.phone)
    assertNotContains(one, baton.title)  # A title is written for the desk.
    assertNotContains(one, baton.next_step)


def test_the_kind_of_matter_is_said_in_ones_own_language(client, baton, party, haru, page):
    client.force_login(haru)
    for language in ("en", "ja-easy"):
        client.cookies["lang"] = language
        with translation.override(language):
            name = local(baton.kind, "name")
        assert name != baton.kind.name
        for address in (page, "/me/matters/"):
            assertContains(client.get(address), name)


def test_a_day_that_has_passed_is_owned_up_to_and_says_who_knows(client, baton, party, haru, page):
    client.force_login(haru)
    baton.due_on = timezone.localdate()
    baton.save(update_fields=["due_on"])
    assertNotContains(client.get(page), "お待たせしてすみません")
    baton.due_on -= timedelta(days=1)
    baton.save(update_fields=["due_on"])
    for address in (page, "/me/matters/"):
        late = client.get(address)
        assertContains(late, "予定の日を過ぎています。お待たせしてすみません。")
        assertContains(late, "総合窓口に自動で知らせが行きます")
        assertContains(late, "受付番号を伝えて電話してください")
    baton.level = baton.Level.DESK
    baton.save(update_fields=["level"])
    assertContains(client.get(page), "総合窓口にも知らせてあります")


def test_a_message_is_unread_until_its_page_is_opened_and_then_answered(
    client, baton, party, haru, yuki, page
):
    write(baton, party, yuki)
    client.force_login(haru)
    assertContains(client.get("/me/matters/"), "読んでいない文があります")
    assert Receipt.objects.get().opened_at is None
    assertContains(client.get(page), "雪の量を教えてください")
    assert Receipt.objects.get().opened_at
    assertNotContains(client.get("/me/matters/"), "読んでいない文があります")

    said = {"text": "玄関の前が1メートルです", "token": uuid4()}
    assertRedirects(client.post(page, said), page)
    client.post(page, said)
    answer = Message.objects.get(is_from_holder=False)
    assert (answer.party, answer.by, Message.objects.count()) == (party, haru, 2)
    assert Receipt.objects.get(party=party).answered_at
    assert Notice.objects.filter(kind="batons.message_staff", user=yuki).count() == 1
    assert Step.objects.filter(baton=baton, act="said", by=haru).exists()


def test_one_sees_whether_the_desk_has_read_it(client, baton, party, haru, yuki, page):
    client.force_login(haru)
    client.post(page, {"text": "急ぎません", "token": uuid4()})
    assertContains(client.get(page), "まだ開いていません")
    client.force_login(yuki)
    assertContains(client.get(f"/desk/{baton.number}/messages/"), "急ぎません")
    client.force_login(haru)
    seen = client.get(page)
    assertContains(seen, "に開きました")
    assertNotContains(seen, yuki.name)  # Who of the team it was, is the team's own.


def test_the_outcome_stands_there_and_nothing_more_is_sent(
    client, baton, party, haru, yuki, page, now
):
    actions.close(baton=baton, outcome="done", words="木曜日に雪をどけました", by=yuki, at=now)
    client.force_login(haru)
    assertContains(client.get(page), "木曜日に雪をどけました")
    late = client.post(page, {"text": "ありがとう", "token": uuid4()})
    assert late.status_code == 200 and not Message.objects.exists()


def test_nobody_sees_anothers_matter_or_another_partys_words(
    client, baton, party, haru, ken, yuki, page, now
):
    other = parties.add_party(
        baton=baton, by=yuki, at=now, name="隣の人", email="tonari@example.jp"
    )
    writing.write(baton=baton, to=other, text="隣の人への文", by=yuki, at=now, token=uuid4())
    client.force_login(ken)
    assert client.get(page).status_code == 404
    assert client.post(page, {"text": "x", "token": uuid4()}).status_code == 404
    assertNotContains(client.get("/me/matters/"), baton.number)
    client.force_login(haru)
    assertNotContains(client.get(page), "隣の人への文")


def test_what_a_merged_entry_was_a_party_of_is_there(client, baton, haru, yuki, ono, page, now):
    kept, gone = of_account(user=haru, at=now), PersonFactory(name="坂本 春")
    one = parties.add_party(baton=baton, by=yuki, at=now, name="坂本 春", phone="0134-00-0009")
    one.person = gone
    one.save(update_fields=["person"])
    merging.merge(kept=kept, gone=gone, by=ono, at=now)
    client.force_login(haru)
    assert client.get(page).status_code == 200


def test_too_much_in_an_hour_is_refused_with_the_telephone(client, baton, party, haru, page, now):
    for n in range(writing.MOST_AN_HOUR):
        writing.write_as_party(
            party=party, text=f"{n}", token=uuid4(), by=haru, at=now - timedelta(minutes=1)
        )
    client.force_login(haru)
    assertContains(client.post(page, {"text": "もう一つ", "token": uuid4()}), "お電話ください")
    assert Message.objects.count() == writing.MOST_AN_HOUR


def test_more_matters_cost_no_more_questions(
    client, baton, party, haru, yuki, snow, now, django_assert_max_num_queries
):
    client.force_login(haru)
    client.get("/me/matters/")
    for n in range(8):
        more = actions.open_baton(
            kind="desk.note", title="用件", team=snow, next_step="見る", by=yuki, at=now
        )
        parties.add_party(baton=more, by=yuki, at=now, user=haru, name=f"坂本 ハル{n}")
    with django_assert_max_num_queries(12):
        assertContains(client.get("/me/matters/"), "card__title", count=9)
