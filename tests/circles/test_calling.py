"""Members hear of a meeting with its agenda, and when it does not take place, by their own way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tomoni.ground.notices.actions import choices
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.town.circles.actions import calling, circles, meetings, papers
from tomoni.town.circles.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(days=1))
    return Meeting.objects.get(pk=meeting.pk)


def ways(kind):
    return {
        one.notice.name: one.channel
        for one in Delivery.objects.filter(notice__kind=kind).select_related("notice")
    }


def test_the_notice_has_day_place_agenda_and_how_to_answer(client, tomorrow, mori):
    client.force_login(mori)
    room = f"/circles/meetings/{tomorrow.pk}/"
    assertContains(client.get(room), "会員に案内を送る")
    empty = client.post(f"{room}do/notice/", {"words": "", "key": "k"})
    assertContains(empty, "先に「議題を決める」で議題を書いてください")
    assert not Notice.objects.filter(kind="circles.meeting").exists()

    client.post(f"{room}do/agenda/", {"text": "会計の報告｜表は当日\n冬の開き方"})
    for _again in range(2):  # Pressed twice, told once.
        sent = client.post(f"{room}do/notice/", {"words": "長靴でどうぞ。", "key": "k"})
        assertRedirects(sent, room)
    assertContains(client.get(room), "会員への案内は")
    told = Notice.objects.filter(kind="circles.meeting")
    assert told.count() == 3
    text = told.get(name="川口 見本").wording.text
    for words in (
        "長靴でどうぞ。", "会場：見本会館", "1. 会計の報告（表は当日）", "2. 冬の開き方",
        "電話で教えてください", "見本の事務局 0134-00-0100",
    ):  # fmt: skip
        assert words in text, words
    assert ways("circles.meeting")["川口 見本"] == "letter"


def test_whoever_no_way_leads_to_is_named_so_that_somebody_rings(client, tomorrow, mori):
    circles.add_member(circle=tomorrow.circle, name="住所なし 見本", by=None, at=timezone.now())
    client.force_login(mori)
    room = f"/circles/meetings/{tomorrow.pk}/"
    client.post(f"{room}do/agenda/", {"text": "冬の開き方"})
    client.post(f"{room}do/notice/", {"words": "", "key": "k"})
    page = client.get(room)
    assertContains(page, "電話で知らせてください：住所なし 見本")
    assertNotContains(page, "川口 見本、")
    inside = "/circles/cafe/inside/"
    said = client.post(f"{inside}write/", {"subject": "雪", "text": "休みます。", "key": "w"})
    assertRedirects(said, inside, fetch_redirect_response=False)
    assertContains(client.get(inside), "電話で知らせてください：住所なし 見本")


def test_nobody_stands_before_a_shut_door(client, tomorrow, mori):
    client.force_login(mori)
    room = f"/circles/meetings/{tomorrow.pk}/"
    assertContains(client.get(f"{room}do/cancel/"), "人の事情は書きません")
    assertRedirects(client.post(f"{room}do/cancel/", {"reason": "大雪のため"}), room)
    told = Notice.objects.filter(kind="circles.meeting")
    assert told.count() == 3
    words = told.get(name="川口 見本").wording
    assert words.subject.endswith("冬の相談は中止です")
    assert "わけ：大雪のため" in words.text
    assert client.post(f"{room}do/cancel/", {"reason": "大雪のため"}).status_code == 200
    assert told.count() == 3
    assertNotContains(client.get(room), "会員に案内を送る")


def test_of_a_case_only_those_let_in_hear_and_without_the_reason(client, case, mori, nurse):
    now = timezone.now()
    Meeting.objects.filter(pk=case.pk).update(starts_at=now + timedelta(days=1))
    case.refresh_from_db()
    meetings.let_in(meeting=case, user=nurse, by=mori, at=now)
    client.force_login(mori)
    room = f"/circles/meetings/{case.pk}/"
    assertNotContains(client.get(room), "会員に案内を送る")
    refused = client.post(f"{room}do/notice/", {"words": "", "key": "k"})
    assertContains(refused, "会員みんなには送りません")
    calling.call_off(meeting=case, reason="本人が入院した", by=mori, at=now)
    told = Notice.objects.get(kind="circles.meeting")
    assert told.user == nurse
    assert "入院" not in told.wording.text


def test_words_can_be_stopped_and_meetings_are_told_still(network, tomorrow, mori, sato):
    now = timezone.now()
    for key in ("one", "two"):
        papers.write_to_members(
            circle=network, subject="雪", text="お知らせです。", key=key, by=mori, at=now
        )
        mail = Notice.objects.get(kind="circles.word", user=sato, key__endswith=f":{key}")
        if key == "one":
            choices.stop(notice=mail, at=now)
    assert not Delivery.objects.filter(notice=mail).exists()
    assert ways("circles.word")["川口 見本"] == "letter"  # Who has paper only is not forgotten.
    calling.call_off(meeting=tomorrow, reason="大雪", by=mori, at=now)
    assert Delivery.objects.filter(notice__kind="circles.meeting", notice__user=sato).exists()


def test_a_meeting_just_made_shows_what_comes_next(client, network, mori):
    client.force_login(mori)
    day = timezone.localdate() + timedelta(days=9)
    made = client.post(
        "/circles/cafe/inside/meeting/",
        {"title": "年末の会", "day": day.isoformat(), "starts": "14:00", "basis": "plain"},
    )
    assertRedirects(made, f"/circles/meetings/{Meeting.objects.get(title='年末の会').pk}/")
