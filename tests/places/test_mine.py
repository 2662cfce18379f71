"""わたしの掲載: 佐藤さん's one page, and how those who run an entry are asked by each way."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import ListingFactory, MembershipFactory, OrganisationFactory, TeamFactory
from tests.ground.notices.conftest import server  # noqa: F401 (a fixture)
from tests.people import person
from tomoni.core.errors import Refused
from tomoni.ground.batons import actions as batons
from tomoni.ground.batons.models import Link, Party, Question
from tomoni.ground.batons.queries.story import story_of
from tomoni.ground.notices.actions import sending
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.town.places.actions import asking, feedback, reviews, suggestions
from tomoni.town.places.models import Feedback, Listing, ListingReview, Suggestion
from tomoni.town.places.queries.holder import holder_of
from tomoni.town.places.rules import reaching, replying

MINE = "/staff/places/mine/"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def team(db):
    return TeamFactory(slug="listings", name="掲載の担当", phone="0134-23-7847")


@pytest.fixture
def tea(salon, team):
    listing = ListingFactory(
        slug="ocha", name="お茶の間", organisation=salon, summary="お茶の会", hours=[(3, 600, 840)]
    )
    listing.contacts.all().delete()
    return listing


def due(listing, at, days=1):
    Listing.objects.filter(pk=listing.pk).update(
        review_due_on=timezone.localdate(at) - timedelta(days=days)
    )


def voice(listing, at, text="椅子がほしい", **more):
    return feedback.send(listing=listing, kind="wish", text=text, by=None, at=at, **more)


def test_one_press_confirms_and_the_round_of_checking_ends_with_it(client, tea, sato, at):
    due(tea, at)
    reviews.open_due(at=at)
    question = Question.objects.get()
    assert question.way == "screen", "佐藤さん has an account, so it is asked on her page"
    assert Notice.objects.get(kind="places.asked").user == sato
    client.force_login(sato)
    page = client.get(MINE)
    assertContains(page, "全部このままで合っています")
    assertContains(page, "木曜")

    assertRedirects(client.post(f"{MINE}confirm/ocha/"), MINE)

    tea.refresh_from_db()
    review = ListingReview.objects.get()
    assert tea.checked_on == timezone.localdate(at) and "佐藤 明子" in tea.source
    assert not review.is_under_way and not review.baton.is_open
    question.refresh_from_db()
    assert question.status == "answered"
    assertContains(client.get(MINE), "いま、しなければならないことはありません")
    client.post(f"{MINE}confirm/ocha/")  # A second press on an old page is no error.


def test_she_answers_a_voice_and_never_sees_who_sent_it(client, tea, sato, mori, at):
    told = voice(
        tea, at, wants_answer=True, reply_by="letter", name="坂本 ハル", postcode="047-0024",
        address="小樽市花園2丁目", contact="0134-11-2222",
    )  # fmt: skip
    client.force_login(sato)
    assertNotContains(client.get(MINE), "椅子がほしい", msg_prefix="a clerk reads it first")
    client.force_login(mori)
    desk = f"/staff/places/voices/{told.pk}/"
    page = client.get(desk).content.decode()
    assert "椅子がほしい" in page.split("<textarea")[1], "the words stand in the question already"
    client.post(desk, {"question": "椅子がほしいとの声です。", "way": "account"})

    client.force_login(sato)
    page = client.get(MINE)
    assertContains(page, "椅子がほしいとの声です。")
    for hidden in ("坂本", "花園", "0134-11-2222"):
        assertNotContains(page, hidden)
    question = Question.objects.get()
    answer = {"prefix": "q0", "q0-text": "来月、二つ増やします。"}
    assertContains(
        client.post(f"{MINE}answer/{question.pk}/", {"prefix": "q0", "q0-text": " "}),
        "お返事を書いて",
    )
    assertRedirects(client.post(f"{MINE}answer/{question.pk}/", answer), MINE)
    assert client.post(f"{MINE}answer/{question.pk}/", answer).status_code == 404
    question.refresh_from_db()
    assert (question.answer, question.answered_name) == ("来月、二つ増やします。", "佐藤 明子")
    assertContains(client.get(MINE), "来月、二つ増やします。")

    client.force_login(mori)
    client.post(desk, {"answer": "来月、椅子が増えます。"})
    assert Delivery.objects.get(notice__kind="batons.outcome").channel == "letter"


def test_nobody_sees_or_answers_what_is_not_theirs(client, tea, ken, mori, at):
    other = OrganisationFactory(slug="hoka", name="ほかのサロン")
    stranger = person("hoka@example.jp", "外 花子", "そと はなこ")
    MembershipFactory(user=stranger, organisation=other, part="editor")
    ListingFactory(slug="hoka-1", organisation=other)
    told = voice(tea, at)
    question, _key = asking.ask_holder(baton=told.baton, listing=tea, text="椅子", by=None, at=at)
    elsewhere = batons.ask(
        baton=voice(tea, at).baton, outside_name="銀行", text="?", by=None, at=at
    )
    for user in (ken, stranger, mori):
        client.force_login(user)
        assertNotContains(client.get(MINE), "椅子")
        assert client.post(f"{MINE}answer/{question.pk}/", {"text": "x"}).status_code == 404
        assert client.post(f"{MINE}confirm/ocha/").status_code == 404
        with pytest.raises(Refused):
            asking.answer_on_screen(question=question, text="x", by=user, at=at)
    client.logout()
    assert client.get(MINE).status_code == 302
    assert elsewhere.status == "open"


def test_a_question_to_a_bank_about_the_same_voice_is_not_hers(client, tea, sato, at):
    batons.ask(baton=voice(tea, at).baton, outside_name="見本銀行", text="口座は", by=None, at=at)
    client.force_login(sato)
    assertNotContains(client.get(MINE), "口座は")


def test_an_offer_to_her_body_is_taken_or_given_back_with_a_reason(client, tea, sato, at):
    first, second = voice(tea, at), voice(tea, at, text="机も")
    for told in (first, second):
        batons.offer(
            baton=told.baton, outside_name="見本サロン", note="直してほしい", by=None, at=at
        )
    client.force_login(sato)
    assertContains(client.get(MINE), "直してほしい", count=2)
    a, b = (one.baton.offers.get() for one in (first, second))
    client.post(f"{MINE}offer/{a.pk}/", {"answer": "accept"})
    client.post(f"{MINE}offer/{b.pk}/", {"answer": "give_back", "reason": ""})
    b.refresh_from_db()
    assert b.status == "open", "without a reason nothing is given back"
    client.post(f"{MINE}offer/{b.pk}/", {"answer": "give_back", "reason": "no_capacity"})
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.status, a.answered_name) == ("accepted", "佐藤 明子")
    assert (b.status, b.reason) == ("returned", "no_capacity")


def test_what_is_missing_leads_to_where_it_is_written(client, tea, sato):
    client.force_login(sato)
    page = client.get(MINE)
    assertContains(page, "/staff/places/ocha/edit/contacts/#id_contacts")
    assertContains(client.get("/me/"), MINE)


def test_who_keeps_nothing_is_told_how_to_begin(client, ken):
    client.force_login(ken)
    assertContains(client.get(MINE), "お電話ください")
    assertNotContains(client.get("/me/"), MINE)


def test_the_page_asks_the_same_number_of_questions(
    client, salon, team, sato, at, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(first, last):
        for n in range(first, last):
            listing = ListingFactory(slug=f"o-{n}", organisation=salon, hours=[(n % 7, 600, 700)])
            due(listing, at)
            asking.ask_holder(
                baton=voice(listing, at).baton, listing=listing, text="?", by=None, at=at
            )

    client.force_login(sato)
    fill(0, 2)
    client.get(MINE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(MINE)
    fill(2, 9)
    with CaptureQueriesContext(connection) as many:
        client.get(MINE)
    assert len(many) == len(few)


# How those who run an entry are reached.


@pytest.mark.parametrize(
    ("facts", "ways"),
    [
        ({}, ["hand"]),
        ({"phone": "0134-00-0000"}, ["phone", "hand"]),
        ({"email": "a@example.jp", "address": "小樽市"}, ["mail", "letter", "hand"]),
        ({"editors": 2, "email": "x", "phone": "1"}, ["account", "phone", "hand"]),
    ],
)
def test_the_surest_way_comes_first(facts, ways):
    known = {"editors": 0, "email": "", "phone": "", "address": "", **facts}
    assert reaching.ways(**known) == ways


def ask_on_page(client, told, way):
    where = f"/staff/places/voices/{told.pk}/"
    return where, client.post(where, {"question": "椅子のことです", "way": way})


def test_by_mail_a_link_reaches_the_provider_and_works_once(
    client,
    tea,
    mori,
    at,
    server,  # noqa: F811
):
    tea.contacts.create(email="salon@example.jp", audience="resident")
    told = voice(tea, at)
    client.force_login(mori)
    ask_on_page(client, told, "mail")
    sending.send_waiting(channel="mail", at=timezone.now() + timedelta(days=1))
    [(_from, to, message)] = server.taken
    assert to == "salon@example.jp"
    text = message.get_body(("plain",)).get_content()
    assert "椅子" not in text, "a mail names no matter; the words stand behind the link"
    client.logout()
    address = re.search(r"/l/[\w-]+/", text)[0]
    assertContains(client.get(address), "椅子のことです")
    client.post(address, {"name": "佐藤", "text": "増やします"})
    assert Question.objects.get().answer == "増やします"


def test_by_letter_a_sheet_with_a_code_is_printed(client, tea, mori, at):
    place = tea.at.get().place
    place.postcode, place.address = "0470024", "小樽市花園2丁目12-1"
    place.save()
    told = voice(tea, at)
    client.force_login(mori)
    where, _page = ask_on_page(client, told, "letter")
    delivery = Delivery.objects.get(notice__kind="batons.link")
    assert delivery.channel == "letter" and "花園2丁目" in delivery.address
    assert Question.objects.get().way == "paper"
    assert delivery.notice.wording.url.startswith("http")
    # The answer comes back on paper, and the clerk writes it down.
    client.post(where, {"heard": "増やします", "heard_from": "佐藤", "heard_way": "paper"})
    question = Question.objects.get()
    assert (question.answer, question.answered_name, question.way) == (
        "増やします",
        "佐藤",
        "paper",
    )


def test_by_telephone_it_stands_on_the_list_of_calls(client, tea, mori, nishi, at):
    tea.contacts.create(phone="0134-55-0000", audience="resident")
    told = voice(tea, at)
    client.force_login(mori)
    where, _page = ask_on_page(client, told, "phone")
    assert not Notice.objects.filter(kind="batons.link").exists() and not Link.objects.exists()
    calls = client.get("/staff/places/freshness/phone/")
    assertContains(calls, "椅子のことです")
    assertContains(calls, "0134-55-0000")
    client.force_login(nishi)
    assertNotContains(client.get("/staff/places/freshness/phone/"), "椅子のことです")
    client.force_login(mori)
    page = client.post(where, {"heard": "", "heard_from": "佐藤", "heard_way": "phone"})
    assertContains(page, "聞いた返事")
    client.post(where, {"heard": "増やします", "heard_from": "佐藤", "heard_way": "phone"})
    assert Question.objects.get().way == "phone"
    assertNotContains(client.get("/staff/places/freshness/phone/"), "椅子のことです")
    step = story_of(told.baton)[0]
    assert (step.act, step.way, step.by_name) == ("answered", "phone", "佐藤")


def test_a_way_that_is_not_open_is_refused(client, tea, mori, at):
    told = voice(tea, at)
    with pytest.raises(Refused):
        asking.ask_holder(
            baton=told.baton, listing=tea, text="?", by=mori, at=at, way=reaching.MAIL
        )
    assert not Question.objects.exists()
    assert holder_of(tea, on=timezone.localdate(at)).ways[-1] == "hand"


# How the resident hears of it.


def tell(client, **more):
    return client.post(
        "/places/ocha/voice/", {"kind": "wish", "text": "椅子がほしい", **more}, follow=True
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reply_by": "mail", "contact": "0134-11-2222"}, "メールアドレスを書いてください"),
        ({"reply_by": "phone", "contact": "haru@example.jp"}, "電話番号を、市外局番から"),
        ({"reply_by": "letter"}, "送り先の住所も書いてください"),
        ({"reply_by": "letter", "address": "小樽市花園"}, "お名前も書いてください"),
        ({"reply_by": "none", "address": "小樽市花園", "addressee": "坂本"}, "手紙でほしいときは"),
        ({"reply_by": "pigeon"}, "ここに並んでいるものから選んでください"),
    ],
)
def test_what_would_never_arrive_is_asked_again(client, tea, said, words):
    assertContains(tell(client, **said), words)
    assert not Feedback.objects.exists()


def test_by_mail_the_receipt_and_the_answer_arrive(
    client,
    tea,
    mori,
    server,  # noqa: F811
):
    tell(client, reply_by="mail", contact="haru@example.jp")
    told = Feedback.objects.get()
    feedback.finish(feedback=told, answer="椅子が増えます。", by=mori, at=timezone.now())
    sending.send_waiting(channel="mail", at=timezone.now() + timedelta(days=1))
    mails = [m for _f, to, m in server.taken if to == "haru@example.jp"]
    assert len(mails) == 2 and all(told.number in one["Subject"] for one in mails)
    # Both left in one round, over several connections: which arrives first is not promised.
    texts = [one.get_body(("plain",)).get_content() for one in mails]
    [answer] = [text for text in texts if "椅子が増えます。" in text]
    assert f"/places/voice/{told.token}/" in answer


def test_by_telephone_a_clerk_must_ring_before_the_matter_ends(client, tea, mori):
    tell(client, reply_by="phone", contact="0134-11-2222")
    told = Feedback.objects.get()
    client.force_login(mori)
    desk = f"/staff/places/voices/{told.pk}/"
    assertContains(client.get(desk), "0134-11-2222")
    page = client.post(desk, {"answer": "椅子が増えます。"})
    assertContains(page, "電話をして、どうなったかを選んでください")
    assertContains(page, "椅子が増えます。")
    assertRedirects(
        client.post(desk, {"answer": "椅子が増えます。", "called": "told"}), "/staff/places/voices/"
    )
    called = next(s for s in story_of(told.baton) if s.way == "phone")
    assert called.note == "電話でお返事を伝えた。"


def test_by_letter_one_letter_with_the_outcome(client, tea, mori):
    tell(
        client, reply_by="letter", postcode="0470024", address="小樽市花園2丁目",
        addressee="坂本 ハル", contact="haru@example.jp",
    )  # fmt: skip
    told = Feedback.objects.get()
    feedback.finish(feedback=told, answer="椅子が増えます。", by=mori, at=timezone.now())
    assert [d.channel for d in Delivery.objects.all()] == ["letter"]


def test_who_wants_nothing_is_told_nothing_and_the_page_still_says_it(client, tea, mori):
    page = tell(client, reply_by="none", contact="0134-11-2222")
    told = Feedback.objects.get()
    assert not Party.objects.exists() and not told.wants_answer
    feedback.finish(feedback=told, answer="椅子が増えます。", by=mori, at=timezone.now())
    assert not Notice.objects.exists()
    assertContains(client.get(page.request["PATH_INFO"]), "椅子が増えます。")


def test_the_same_choices_for_something_that_is_wrong(client, tea, mori):
    said = {"kind": "wrong", "text": "時間が違う", "reply_by": "phone", "contact": "0134-11-2222"}
    client.post("/places/ocha/tell/", said)
    told = Suggestion.objects.get()
    with pytest.raises(Refused):
        suggestions.accept(suggestion=told, answer="直しました", by=mori, at=timezone.now())
    suggestions.accept(
        suggestion=told, answer="直しました", called="not_reached", by=mori, at=timezone.now()
    )
    assert "つながらなかった" in next(s for s in story_of(told.baton) if s.way == "phone").note


@pytest.mark.parametrize("called", ["", "no", "told ", "x"])
def test_only_a_call_ends_what_wants_a_call(called):
    assert replying.why_not_end(wants_call=True, called=called, phone="1")
    assert replying.why_not_end(wants_call=False, called=called, phone="1") is None
