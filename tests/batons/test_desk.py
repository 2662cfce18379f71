"""The desk over HTTP: what a caseworker sees, does, and cannot see."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.batons.conftest import worker
from tomoni.ground.batons import actions
from tomoni.ground.batons.actions import open_baton
from tomoni.ground.batons.models import Baton
from tomoni.ground.people.models import Cover


@pytest.fixture
def now_():
    return timezone.now()


@pytest.fixture
def mine(snow, yuki, now_):
    return open_baton(
        kind="desk.note", title="屋根の雪の相談", team=snow, person=yuki, by=yuki, at=now_
    )


def page_of(client, user, path):
    client.force_login(user)
    page = client.get(path)
    return page, page.content.decode()


def test_one_sees_ones_own_and_who_has_it_until_when(client, mine, yuki):
    page, text = page_of(client, yuki, "/desk/")
    assert page.status_code == 200
    assert mine.number in text
    assert mine.next_step in text


def test_another_teams_matter_is_not_there(client, mine, sumi):
    _page, text = page_of(client, sumi, "/desk/?tray=team")
    assert mine.number not in text
    assert client.get(f"/desk/{mine.number}/").status_code == 404
    assert client.get(f"/desk/{mine.number}/note/").status_code == 404


def test_a_resident_has_no_desk(client, mine, ken):
    client.force_login(ken)
    assert client.get("/desk/").status_code == 403
    assert client.get(f"/desk/{mine.number}/").status_code == 403


def test_handing_over_and_taking_it_by_the_pages(client, mine, yuki, sumi, homes):
    client.force_login(yuki)
    client.post(f"/desk/{mine.number}/offer/", {"to_team": str(homes.pk), "way": "screen"})
    mine.refresh_from_db()
    assert mine.team != homes
    _page, text = page_of(client, sumi, "/desk/?tray=offered")
    assert mine.number in text
    client.post(f"/desk/{mine.number}/accept/", {"way": "screen"})
    mine.refresh_from_db()
    assert (mine.team, mine.person) == (homes, sumi)


def test_what_came_back_by_telephone_is_written_down(client, mine, yuki):
    client.force_login(yuki)
    client.post(f"/desk/{mine.number}/offer/", {"outside_name": "見本工務店", "way": "phone"})
    page = client.post(
        f"/desk/{mine.number}/give_back/",
        {"reason": "no_capacity", "by_name": "工藤", "way": "phone"},
        follow=True,
    )
    assert "工藤" in page.content.decode()
    assert mine.steps.last().way == "phone"


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("note", {"text": "電話した", "way": "phone"}),
        ("assign", {}),
        ("ask", {"outside_name": "見本工務店", "text": "いつ行けますか", "way": "phone"}),
        ("split", {"title": "屋根の分", "next_step": "見に行く"}),
        ("close", {"outcome": "done", "words": "雪をおろしました。", "way": "screen"}),
    ],
)
def test_each_act_has_its_page(client, mine, yuki, act, data):
    client.force_login(yuki)
    assert client.get(f"/desk/{mine.number}/{act}/").status_code == 200
    steps = mine.steps.count()
    answer = client.post(f"/desk/{mine.number}/{act}/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert mine.steps.count() == steps + 1


def test_an_act_that_is_not_ones_own_is_refused(client, mine, yuki, sumi, homes, now_):
    actions.offer(baton=mine, to_team=homes, by=yuki, at=now_)
    client.force_login(sumi)
    assert "note/" not in client.get(f"/desk/{mine.number}/").content.decode()
    page = client.post(f"/desk/{mine.number}/note/", {"text": "x"}, follow=True)
    assert "いまは、このことはできません" in page.content.decode()
    assert not mine.steps.filter(act="noted").exists()


def test_a_matter_by_telephone_gets_a_number(client, yuki, snow):
    client.force_login(yuki)
    page = client.post(
        "/desk/new/",
        {"title": "雪かきの相談", "way": "phone", "by_name": "ハルさん", "team": str(snow.pk)},
        follow=True,
    )
    made = Baton.objects.get(title="雪かきの相談")
    assert made.number in page.content.decode()
    assert made.steps.get().way == "phone"


def test_forty_are_handed_over_at_once(client, snow, yuki, cho, homes, now_):
    for n in range(40):
        open_baton(kind="desk.note", title=f"用件{n}", team=snow, person=yuki, by=yuki, at=now_)
    client.force_login(yuki)
    assert "40件" in client.get("/desk/hand-over/?of=mine").content.decode()
    page = client.post("/desk/hand-over/?of=mine", {"to": f"person:{cho.pk}", "note": "休みます"})
    assert "40件を引き継ぎました" in page.content.decode()
    assert Baton.objects.in_hands_of(cho).count() == 40


def test_what_cannot_be_handed_over_is_named_with_its_reason(client, mine, yuki, homes, now_):
    actions.offer(baton=mine, to_team=homes, by=yuki, at=now_)
    client.force_login(yuki)
    page = client.post(f"/desk/hand-over/?n={mine.number}", {"to": "team:sumai"})
    assert "返事を待っています" in page.content.decode()


def test_the_one_who_covers_sees_and_may_act(client, mine, yuki, sumi):
    Cover.objects.create(
        absent=yuki, covered_by=sumi, from_on=date(2020, 1, 1), until_on=date(2099, 1, 1)
    )
    _page, text = page_of(client, sumi, "/desk/?tray=cover")
    assert mine.number in text
    answer = client.post(f"/desk/{mine.number}/note/", {"text": "代わりに電話した", "way": "phone"})
    assert answer.status_code == 302


def test_the_other_pages_open(client, mine, yuki, ishida):
    client.force_login(yuki)
    for path in ("morning/", "morning/?team=yuki", "workload/", "covers/", "hand-over/", "new/"):
        assert client.get(f"/desk/{path}").status_code == 200, path
    assert client.get("/desk/kinds/").status_code == 403
    client.force_login(ishida)
    assert client.get("/desk/kinds/").status_code == 200
    days = {"from_on": "2027-04-01", "answer_days": 2, "finish_days": 10, "offer_days": 2}
    days |= {"remind_days": 1, "lead_days": 2, "desk_days": 3}
    assert client.post("/desk/kinds/desk.note/", days).status_code == 302


def test_the_list_asks_as_often_for_sixty_as_for_one(client, snow, yuki, mine, now_):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/desk/?tray=team").status_code == 200
        return len(seen)

    client.force_login(yuki)
    client.get("/desk/")
    few = asked()
    other = worker("tanaka", snow)
    for n in range(60):
        open_baton(kind="desk.note", title=f"用件{n}", team=snow, person=other, by=yuki, at=now_)
    assert asked() == few


def test_who_asked_writes_down_what_she_heard_and_is_not_told_to_answer_herself(
    client, mine, yuki, sumi, homes, now_
):
    actions.ask(
        baton=mine,
        to_team=homes,
        text="空いている部屋はありますか。",
        way="screen",
        by=yuki,
        at=now_,
    )
    _page, asking = page_of(client, yuki, f"/desk/{mine.number}/")
    assert "聞いた返事を書き入れる" in asking and "問い合わせに返事をする" not in asking
    first = asking[asking.index('class="deeds') :]
    assert "記録して、次を決める" in first[: first.index("</li>")]
    _page, asked = page_of(client, sumi, f"/desk/{mine.number}/")
    first = asked[asked.index('class="deeds') :]
    assert "問い合わせに返事をする" in first[: first.index("</li>")]
    _page, form = page_of(client, yuki, f"/desk/{mine.number}/answer/")
    assert "聞いた返事を書き入れる" in form


def test_somebody_who_can_act_is_not_sent_to_somebody_else(client, mine, yuki, sumi, homes, now_):
    actions.offer(baton=mine, to_team=homes, note="", way="screen", by=yuki, at=now_)
    _page, text = page_of(client, sumi, f"/desk/{mine.number}/")
    assert "引き受ける" in text
    assert "この案件を進められるのは" not in text


def test_the_story_tells_its_moments_as_people_do(client, mine, yuki):
    _page, text = page_of(client, yuki, f"/desk/{mine.number}/")
    story = text[text.index('class="story"') :]
    assert re.search(r"\d{4}年\d+月\d+日\(.\) (午前|午後)", story)
    assert not re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", story)


@pytest.mark.parametrize("act", ["accept", "give_back"])
def test_who_answers_for_her_team_is_not_asked_for_a_name(
    client, mine, yuki, sumi, homes, now_, act
):
    actions.offer(baton=mine, to_team=homes, note="", way="screen", by=yuki, at=now_)
    _page, text = page_of(client, sumi, f"/desk/{mine.number}/{act}/")
    folded = text[text.index('<details class="disclosure"><summary>電話や書面で') :]
    assert 'name="by_name"' in folded and 'name="way"' in folded
    assert text.count('name="by_name"') == 1 and text.count('name="reply"') == 1
    client.post(f"/desk/{mine.number}/accept/", {"way": "screen"})
    mine.refresh_from_db()
    assert mine.person == sumi


def test_who_writes_down_an_answer_from_outside_sees_name_and_way(client, mine, yuki, now_):
    actions.offer(
        baton=mine, outside_name="見本工務店", outside_contact="0134-00-0009", note="",
        way="phone", by=yuki, at=now_,
    )  # fmt: skip
    _page, text = page_of(client, yuki, f"/desk/{mine.number}/accept/")
    assert 'name="by_name"' in text and "<summary>電話や書面で" not in text
