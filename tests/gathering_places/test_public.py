"""Somebody without account wishes for a place, says "me too", offers a room and takes it back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.gathering_places.conftest import OFFER, WISH, send
from tomoni.ground.notices.models import Notice
from tomoni.ties.gathering_places.actions import deciding
from tomoni.ties.gathering_places.models import MeToo, Venue, Wish

pytestmark = pytest.mark.django_db
WORDS = "子どもとお年寄りの昼ごはん"


@pytest.fixture
def shown(wish):
    return deciding.show(thing=wish, words=WORDS, by=None, at=timezone.now())


def test_a_wish_is_in_hand_at_once_and_on_the_board_only_after_somebody_read_it(client, wish):
    assert wish.baton.is_open and wish.baton.team and wish.people == 12 and wish.most_fee == 500
    assert wish.town.name == "銭函1丁目" and wish.parts == 2
    receipt = client.get(f"/gathering/wish/r/{wish.token}/").content.decode()
    assert wish.number in receipt and "まだ出ていません" in receipt
    assert wish.text not in client.get("/gathering/").content.decode()
    assert client.get(f"/gathering/wishes/{wish.pk}/").status_code == 404

    deciding.show(thing=wish, words=WORDS, by=None, at=timezone.now())
    board = client.get("/gathering/").content.decode()
    assert WORDS in board and "銭函1丁目" in board
    assert "haru@example.jp" not in board and wish.text not in board


def test_the_same_form_twice_is_one_wish_and_other_words_are_another(client, zenibako):
    token = "7b0e7d5c-6b7e-4f7e-9a51-0a0f5a3c2d10"
    for text in (WISH["text"], WISH["text"], "別の希望"):
        send(client, "/gathering/wish/", WISH, token=token, text=text)
    assert Wish.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text": ""}, "ひとことでも書いてください"),
        ({"town": "ほげ町"}, "町の名前として読めませんでした"),
        ({"people": "たくさん"}, "数として読めません"),
        ({"people": "0"}, "1から2,000まで"),
        ({"website": "spam"}, "機械からの送信"),
        ({"contact": "haru@"}, "メールアドレスの形"),
        ({"address": "銭函1-1"}, "手紙の宛名"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_the_input(client, zenibako, said, words):
    page = send(client, "/gathering/wish/", WISH, **said).content.decode()
    assert words in page and "500円" in page and not Wish.objects.exists()


def test_a_program_that_sends_without_end_is_stopped(client, zenibako):
    for n in range(11):
        page = send(client, "/gathering/wish/", WISH, text=f"希望{n}")
    assert "一時間ほどたって" in page.content.decode() and Wish.objects.count() == 10


def test_me_too_counts_once_a_device_and_another_device_counts_again(client, shown):
    path = f"/gathering/wishes/{shown.pk}/"
    client.get(path)  # Gives the device its number.
    assert send(client, path, {}).status_code == 302
    again = send(client, path, {}).content.decode()
    assert "もう「わたしも」を届けています" in again
    client.cookies.clear()
    client.get(path)
    send(client, path, {}, contact="0134-00-0401")
    assert MeToo.objects.count() == 2
    assert "わたしも: 2人" in client.get("/gathering/").content.decode()
    assert shown.baton.parties.filter(phone="0134-00-0401").exists()


def test_an_account_says_me_too_once_from_any_device(client, shown, ken):
    client.force_login(ken)
    path = f"/gathering/wishes/{shown.pk}/"
    send(client, path, {})
    client.cookies.pop("gathering", None)
    assert "もう「わたしも」を届けています" in send(client, path, {}).content.decode()


def test_the_database_refuses_a_second_me_too_a_wordless_board_and_a_baseless_decision(shown):
    at = timezone.now()
    MeToo.objects.create(wish=shown, device="a", created_at=at)
    for wrong in (
        lambda: MeToo.objects.create(wish=shown, device="a", created_at=at),
        lambda: Wish.objects.filter(pk=shown.pk).update(shown_text=""),
        lambda: Wish.objects.filter(pk=shown.pk).update(people=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_an_offer_is_shown_without_its_owner_and_can_be_taken_back(client, venue):
    assert venue.people == 20 and venue.fee == 0 and venue.parts == 6
    deciding.show(thing=venue, words="定休日の喫茶店", by=None, at=timezone.now())
    board = client.get("/gathering/?town=g43146-1").content.decode()
    assert "定休日の喫茶店" in board and "段差なしで入れる" in board and "0134-00-0400" not in board
    receipt = f"/gathering/offer/r/{venue.token}/"
    assert "取り下げました" in client.post(receipt, follow=True).content.decode()
    assert "定休日の喫茶店" not in client.get("/gathering/").content.decode()
    assert not Venue.objects.open().exists()


def test_an_offer_needs_a_way_to_be_reached(client, zenibako):
    page = send(client, "/gathering/offer/", OFFER, contact="").content.decode()
    assert "電話番号かメールアドレスを書いてください" in page and "定休日の喫茶店" in page


def test_the_writer_and_everybody_who_said_me_too_are_answered_by_their_own_way(
    client, shown, mori
):
    send(client, f"/gathering/wishes/{shown.pk}/", {}, contact="ken@example.jp")
    deciding.answer(
        thing=shown,
        outcome="advised",
        words="会館の部屋を案内しました。",
        by=mori,
        at=timezone.now(),
    )
    told = Notice.objects.filter(kind="batons.outcome")
    assert told.count() == 2
    receipt = client.get(f"/gathering/wish/r/{shown.token}/").content.decode()
    assert "会館の部屋を案内しました。" in receipt and "お返事です" in receipt
    board = client.get("/gathering/?after").content.decode()
    assert "会館の部屋を案内しました。" not in board and WORDS not in board


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_kit_and_the_precedents_give_their_source(client, language):
    client.cookies["lang"] = language
    kit = client.get("/gathering/kit/").content.decode()
    said = client.get("/gathering/precedents/").content.decode()
    words = {"ja": ("食品衛生法", "たけうちさんち"), "ja-easy": ("保健所", "お茶の間"),
             "en": ("Food Sanitation Act", "Takeuchi")}[language]  # fmt: skip
    assert words[0] in kit and words[1] in said
    assert client.get("/gathering/kit.pdf").content.startswith(b"%PDF")


def test_the_board_asks_the_same_number_of_questions_for_one_wish_and_for_many(
    client, shown, zenibako, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as few:
        client.get("/gathering/?a=1")
        count = len(few)
    for n in range(6):
        send(client, "/gathering/wish/", WISH, text=f"希望{n}")
    for one in Wish.objects.open():
        deciding.show(thing=one, words="ことば", by=None, at=timezone.now())
    with django_assert_max_num_queries(count):
        client.get("/gathering/?a=2")
