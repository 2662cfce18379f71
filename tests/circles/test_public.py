"""What everybody reads about an open circle, and what nobody outside does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tomoni.ground.batons.actions import close
from tomoni.town.circles.actions import circles, papers
from tomoni.town.circles.models import Meeting

pytestmark = pytest.mark.django_db


def test_the_page_names_who_agreed_and_nobody_else(client, network, meeting):
    Meeting.objects.update(starts_at=timezone.now() + timedelta(days=1))
    page = client.get("/circles/cafe/").content.decode()

    assert "見本サロン" in page
    assert "名前を出さない店" not in page
    assert "川口" not in page
    assert "冬の相談" in page
    assert "0134-00-0100" in page


def test_what_was_decided_stands_there_in_plain_words_with_what_became_of_it(
    client, network, meeting, at
):
    later = at + timedelta(days=1, hours=3)
    shown = papers.decide(
        meeting=meeting, words="合同チラシの件", plain_words="三つの店でちらしを作ります。",
        is_public=True, by=None, at=later,
    )  # fmt: skip
    papers.decide(meeting=meeting, words="内輪の相談のこと", by=None, at=later)
    close(baton=shown.baton, outcome="done", words="ちらしを配りました。", by=None, at=later)

    page = client.get("/circles/cafe/").content.decode()

    assert "三つの店でちらしを作ります。" in page
    assert "ちらしを配りました。" in page
    assert "内輪の相談のこと" not in page


def test_a_closed_circle_has_no_page_and_is_not_on_the_list(client, network, at):
    circles.edit(circle=network, is_public=False, by=None, at=at)

    assert client.get("/circles/cafe/").status_code == 404
    assert "見本カフェの会" not in client.get("/circles/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Cafés help each other."), ("ja-easy", "カフェの 人たちの")]
)
def test_it_speaks_three_languages(client, network, language, words):
    client.cookies["lang"] = language
    assert words in client.get("/circles/cafe/").content.decode()


def test_many_circles_cost_as_many_questions_as_one(
    client, network, council, at, django_assert_max_num_queries
):
    def questions():
        with django_assert_max_num_queries(60) as seen:
            client.get("/circles/", HTTP_CACHE_CONTROL="no-cache")
        return len(seen.captured_queries)

    client.force_login(council.memberships.first().user)
    one = questions()
    for n in range(15):
        circles.make(
            slug=f"c{n}", name=f"会{n}", purpose="x", secretariat=council, is_public=True,
            by=None, at=at,
        )  # fmt: skip
    assert questions() == one
