"""Staff moderate, see why two could fit, decide with a reason, and say what a wish became."""

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from tests.factories import ListingFactory, TeamFactory
from tests.gathering_places.conftest import OFFER, WISH, send
from tomoni.doing.appointments.actions import desks
from tomoni.ground.notices.models import Notice
from tomoni.ties.gathering_places.models import Match, Wish
from tomoni.town.circles.models import Circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, mori):
    client.force_login(mori)
    return client


def test_the_desk_lists_wishes_by_town_with_their_points_on_the_map(clerk, wish, venue):
    page = clerk.get("/staff/gathering/").content.decode()
    assert 'data-map-id="g43146-1"' in page and 'data-lat="43.146000"' in page
    assert wish.number in page and venue.number in page and "掲示板に出ていない" in page
    assert f"/staff/gathering/match/{wish.pk}/{venue.pk}/" in page


def test_a_suggestion_says_why(clerk, wish, venue):
    page = clerk.get(f"/staff/gathering/wishes/{wish.pk}/").content.decode()
    for words in (
        "100点",
        "同じ町にあります",
        "20人まで入れます",
        "希望の時間がすべて",
        "無料で使えます",
    ):
        assert words in page


def test_the_words_of_the_board_are_staffs_and_the_original_stays(clerk, wish):
    path = f"/staff/gathering/wishes/{wish.pk}/show/"
    assert wish.text in clerk.get(path).content.decode()
    clerk.post(path, {"words": "昼ごはんの場所"})
    wish.refresh_from_db()
    assert wish.shown_text == "昼ごはんの場所" and wish.text == WISH["text"]
    clerk.post(f"/staff/gathering/wishes/{wish.pk}/hide/")
    assert "昼ごはんの場所" not in clerk.get("/gathering/").content.decode()


def test_two_are_brought_together_and_both_hear_of_it_without_each_others_name(clerk, wish, venue):
    path = f"/staff/gathering/match/{wish.pk}/{venue.pk}/"
    assert "理由を、ひとことで" in clerk.post(path, {"answer": "accept"}).content.decode()
    assert clerk.post(path, {"answer": "accept", "reason": "近くて段差がない"}).status_code == 302
    made = Match.objects.get()
    assert (made.answer, made.points) == ("accepted", 100)
    told = list(Notice.objects.filter(kind="gathering_places.match"))
    assert len(told) == 2
    said = str([model_to_dict(one.wording) for one in told])
    assert wish.number in said and "haru@" not in said and "0134-00-0400" not in said
    wish.refresh_from_db()
    assert wish.baton.next_step == "場所をいっしょに見に行く日を決める"
    again = clerk.post(path, {"answer": "decline", "reason": "合わない"}).content.decode()
    assert "ほかの人が先に決めました" in again and Match.objects.count() == 1


def test_what_was_declined_is_not_suggested_again(clerk, wish, venue):
    path = f"/staff/gathering/match/{wish.pk}/{venue.pk}/"
    clerk.post(path, {"answer": "decline", "reason": "店主の都合が変わった"})
    page = clerk.get(f"/staff/gathering/wishes/{wish.pk}/").content.decode()
    assert "いま、合いそうな組み合わせはありません。" in page and "店主の都合が変わった" in page


def test_a_wish_became_a_place_and_the_board_leads_there(clerk, wish, salon):
    listing = ListingFactory(slug="mihon-ibasho", name="見本の居場所", organisation=salon)
    clerk.post(f"/staff/gathering/wishes/{wish.pk}/show/", {"words": "昼ごはんの場所"})
    path = f"/staff/gathering/wishes/{wish.pk}/became/"
    for said, words in (
        ({"words": "できました"}, "どちらか一つを選んでください"),
        ({"words": "できました", "listing": "nothing"}, "公開している掲載に"),
    ):
        assert words in clerk.post(path, said).content.decode()
    clerk.post(path, {"words": "毎週火曜に開いています。", "listing": "/places/mihon-ibasho/"})
    board = clerk.get("/gathering/").content.decode()
    assert f"/places/{listing.slug}/" in board and "見本の居場所" in board
    assert not Wish.objects.open().exists()
    assert Notice.objects.filter(kind="batons.outcome").count() == 1


def test_a_wish_became_a_circle(clerk, wish):
    at = timezone.now()
    circle = Circle.objects.create(
        slug="mihon-net", name="見本の会", purpose="見本", is_public=True, secretariat=TeamFactory(),
        created_at=at, updated_at=at,
    )  # fmt: skip
    clerk.post(f"/staff/gathering/wishes/{wish.pk}/show/", {"words": "集まり"})
    clerk.post(
        f"/staff/gathering/wishes/{wish.pk}/became/", {"words": "できました", "circle": circle.pk}
    )
    assert "/circles/mihon-net/" in clerk.get("/gathering/").content.decode()


def test_the_advisers_team_has_the_wish_and_the_board_leads_to_their_desk(client, zenibako, mori):
    team = TeamFactory(name="居場所の相談員", phone="0134-00-0500")
    desks.open_desk(
        team=team, slug="ibasho", name="居場所の相談", family="gathering_places", by=mori,
        at=timezone.now(),
    )  # fmt: skip
    send(client, "/gathering/wish/", WISH)
    assert Wish.objects.get().baton.team == team
    assert "/book/ibasho/" in client.get("/gathering/").content.decode()


def test_whoever_may_not_keep_the_board_is_refused(client, wish, ken):
    client.force_login(ken)
    assert client.get("/staff/gathering/").status_code == 403
    assert client.get(f"/staff/gathering/wishes/{wish.pk}/").status_code == 403


def test_a_colleague_of_another_team_is_told_in_whose_hands_it_is(client, wish, ono):
    """His role opens the page; the answer is with those who have it in hand."""
    client.force_login(ono)
    path = f"/staff/gathering/wishes/{wish.pk}/answer/"
    page = client.post(path, {"outcome": "advised", "words": "案内しました"}).content.decode()
    assert "案内しました" in page and Wish.objects.open().exists()


def test_the_desk_asks_the_same_number_of_questions_for_few_and_for_many(
    clerk, wish, venue, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        clerk.get("/staff/gathering/")
        count = len(few)
    for n in range(5):
        send(clerk, "/gathering/wish/", WISH, text=f"希望{n}")
        send(clerk, "/gathering/offer/", OFFER, text=f"申し出{n}")
    with django_assert_max_num_queries(count):
        clerk.get("/staff/gathering/")


def test_the_sample_board_is_built_once(mori, zenibako):
    from tomoni.demo import gathering
    from tomoni.demo.ground import Ground

    at = timezone.now()
    towns = {one.name: one for one in zenibako}
    ground = Ground(mori, at, timezone.localdate(at), towns, {}, {})
    assert gathering.build(ground) == len(gathering.WISHES) + len(gathering.VENUES) + 1
    assert gathering.build(ground) == 0 and Match.objects.filter(answer="accepted").exists()
