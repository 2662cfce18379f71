"""違っていたら教えてください, without an account."""

import uuid

import pytest

from tests.factories import ListingFactory
from tomoni.town.places.actions.suggestions import MOST_PER_HOUR
from tomoni.town.places.models import Suggestion


@pytest.fixture
def tea(db):
    return ListingFactory(slug="ocha", name="お茶の間")


def send(client, **more):
    answers = {"kind": "wrong", "text": "電話番号が違います", "token": str(uuid.uuid4()), **more}
    return client.post("/places/ocha/tell/", answers, follow=True)


def test_haru_tells_that_the_number_is_wrong_and_gets_a_receipt(client, tea):
    assert "電話でも、紙でも" in client.get("/places/ocha/tell/").content.decode()
    page = send(client, contact="0134-11-2222").content.decode()

    told = Suggestion.objects.get()
    assert (told.listing, told.text, told.contact) == (tea, "電話番号が違います", "0134-11-2222")
    assert told.number in page and "いまの担当" in page and "掲載の担当" in page
    assert "127.0.0.1" not in told.from_hash


def test_pressing_twice_is_one(client, tea):
    token = str(uuid.uuid4())
    assert send(client, token=token).request["PATH_INFO"] == f"/places/tell/{token}/"
    send(client, token=token)
    assert Suggestion.objects.count() == 1


def test_a_robot_that_fills_everything_is_asked_to_empty_the_field(client, tea):
    page = send(client, website="http://spam").content.decode()
    assert "空けて、もう一度送ってください" in page and "電話番号が違います" in page
    assert not Suggestion.objects.exists()


def test_a_flood_from_one_address_is_stopped_and_given_a_phone(client, tea):
    for _n in range(MOST_PER_HOUR):
        send(client)
    page = send(client).content.decode()
    assert "お電話でお知らせください" in page
    assert Suggestion.objects.count() == MOST_PER_HOUR


def test_a_place_that_is_missing(client, tea):
    answers = {"name": "桜のお茶の会", "where": "桜四丁目", "text": "木曜の午前", "token": ""}
    page = client.post("/places/tell/", answers, follow=True).content.decode()
    told = Suggestion.objects.get()
    assert told.kind == "missing" and told.listing is None
    assert "桜四丁目" in told.text and told.number in page


def test_an_empty_word_is_asked_for_and_the_rest_is_kept(client, tea):
    page = send(client, text="", contact="haru@example.jp").content.decode()
    assert "ひとことでも書いてください" in page and "haru@example.jp" in page


def test_four_byte_kanji_and_nul(client, tea):
    send(client, text="𠮷野さんの𩸽定食")
    assert Suggestion.objects.get().text == "𠮷野さんの𩸽定食"
    assert "NUL" in send(client, text="a\x00b").content.decode() or Suggestion.objects.count() == 1


def test_nobody_tells_about_a_draft(client, db):
    ListingFactory(slug="draft", draft=True)
    assert client.get("/places/draft/tell/").status_code == 404
    assert client.get(f"/places/tell/{uuid.uuid4()}/").status_code == 404


def test_other_words_typed_after_going_back_are_not_lost(client, tea):
    token = str(uuid.uuid4())
    send(client, token=token)
    page = send(client, token=token, text="木曜日ではなく金曜日です")

    assert [told.text for told in Suggestion.objects.order_by("created_at")] == [
        "電話番号が違います",
        "木曜日ではなく金曜日です",
    ]
    assert token not in page.request["PATH_INFO"]


def test_behind_a_proxy_each_reader_has_a_flood_of_their_own(client, tea, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(MOST_PER_HOUR + 2):
        client.post(
            "/places/ocha/tell/",
            {"kind": "wrong", "text": "違います", "token": str(uuid.uuid4())},
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
        )
    assert Suggestion.objects.count() == MOST_PER_HOUR + 2


def test_a_touch_is_enough_and_nothing_has_to_be_typed(client, tea, mori):
    page = send(client, text="", about=["phone", "times"]).content.decode()

    told = Suggestion.objects.get()
    assert (told.kind, told.about, told.text) == ("wrong", "phone,times", "電話番号、曜日や時間")
    assert told.number in page and "電話番号、曜日や時間" in page
    client.force_login(mori)
    desk = client.get(f"/staff/places/suggestions/{told.pk}/").content.decode()
    assert "電話番号、曜日や時間" in desk


def test_a_visitor_touches_in_english_and_the_clerk_reads_japanese(client, tea, mori):
    page = client.post(
        "/places/ocha/tell/?lang=en",
        {"about": ["closed"], "text": "The door was shut.", "token": str(uuid.uuid4())},
        follow=True,
    ).content.decode()

    told = Suggestion.objects.get()
    assert told.kind == "closed" and "The door was shut." in told.text
    assert "It has ended or is closed for now" in page
    client.force_login(mori)
    desk = client.get(f"/staff/places/suggestions/{told.pk}/?lang=ja").content.decode()
    assert desk.count("もうやっていない・休んでいる") >= 2


def test_the_letter_is_folded_away_until_somebody_wants_one(client, tea):
    """Which is a matter of the style sheet (tests/browser/test_voices.py); what was typed stays in sight."""
    assert '<fieldset class="when-letter"><legend>お返事を手紙でほしいとき' in (
        client.get("/places/ocha/tell/").content.decode()
    )
    page = send(client, postcode="047-0024").content.decode()
    assert '<fieldset class="when-letter is-open"><legend>お返事を手紙でほしいとき' in page
    assert 'value="047-0024"' in page
    assert "手紙の送り先の住所も書いてください" in page
