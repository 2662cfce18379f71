"""Whoever has no internet telephones: the clerk does everything for them that others do themselves."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from tests.factories import PersonFactory
from tests.volunteering.towns import need, post, shift, volunteer
from tomoni.doing.volunteering.actions import hours, turns
from tomoni.doing.volunteering.models import Attendance, Feedback, Incident, Turn, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return now()


@pytest.fixture
def taro(at):
    return volunteer(at=at, p_name="電話 太郎", p_phone="0134-22-2222")


@pytest.fixture
def desk(client, mori):
    client.force_login(mori)
    return client


def text(answer):
    return answer.content.decode()


def test_a_registered_volunteer_is_signed_up_from_their_page_and_says_they_surely_come(
    desk, taro, at
):
    where = shift(at=at)
    page = text(desk.get(f"/staff/volunteering/people/{taro.pk}/"))
    join = f"/staff/volunteering/shifts/{where.pk}/for/{taro.pk}/"
    assert join in page
    desk.post(join, {"post": str(post(where).pk), "channel": "phone"})
    turn = Turn.objects.get(volunteer=taro)
    assert (turn.status, turn.channel) == ("coming", "phone")
    assert join not in text(desk.get(f"/staff/volunteering/people/{taro.pk}/"))
    assert "必ず行く" in text(desk.get(f"/staff/volunteering/shifts/{where.pk}/"))
    desk.post(f"/staff/volunteering/turns/{turn.pk}/sure/")
    turn.refresh_from_db()
    assert turn.sure_at


def test_hours_told_by_telephone_still_need_a_yes(desk, taro, at):
    asked = need(at=at)
    day = localdate(at) - timedelta(days=1)
    path = f"/staff/volunteering/people/{taro.pk}/hours/"
    refused = text(
        desk.post(path, {"need": asked.pk, "on": day.isoformat(), "minutes": "たくさん"})
    )
    assert 'value="たくさん"' in refused and not Attendance.objects.exists()
    desk.post(path, {"need": asked.pk, "on": day.isoformat(), "minutes": "1:30"})
    row = Attendance.objects.get(volunteer=taro)
    assert (row.minutes, row.status, row.noted_by.name) == (90, "reported", "森 由美")


def test_nobody_is_written_down_as_their_own_helper(desk, at):
    kiku = PersonFactory(name="見本 キク")
    asked, self_help = need(at=at, person=kiku), volunteer(at=at, person=kiku)
    told = {"need": asked.pk, "on": localdate(at).isoformat(), "minutes": "60"}
    page = text(desk.post(f"/staff/volunteering/people/{self_help.pk}/hours/", told))
    assert "手伝ってもらう本人や" in page and not Attendance.objects.exists()


def test_an_accident_told_by_telephone_is_urgent_in_a_team_s_hands(desk, taro, at):
    path = f"/staff/volunteering/people/{taro.pk}/incident/"
    told = {"kind": "injury", "happened_on": localdate(at).isoformat(), "words": "転んだ"}
    answer = desk.post(path, told)
    one = Incident.objects.get(volunteer=taro)
    assert one.baton.is_urgent and answer["Location"].endswith(f"/incidents/{one.pk}/")


def test_what_either_side_says_by_telephone_is_kept(desk, taro, at):
    row = hours.report(
        volunteer=taro, need=need(at=at), on=localdate(at), minutes=60, by=None, at=at
    )
    path = f"/staff/volunteering/hours/{row.pk}/feedback/"
    assert desk.get(path).status_code == 404, "before the yes there is nothing to say"
    hours.approve(attendance=row, by=None, at=at, said_way="phone", said_name="キク")
    assert path in text(desk.get("/staff/volunteering/hours/"))
    desk.post(path, {"side": "receiver", "stars": "5", "words": "助かりました"})
    desk.post(path, {"side": "giver", "stars": "4", "words": ""})
    assert set(Feedback.objects.values_list("side", "stars")) == {("receiver", 5), ("giver", 4)}


def test_somebody_stops_and_begins_again_at_the_counter(desk, taro, at):
    where = shift(at=at)
    turn = turns.join(post=post(where), volunteer=taro, by=None, at=at)
    path = f"/staff/volunteering/people/{taro.pk}/"
    assert "先に取り消してください" in text(desk.post(f"{path}leave/", follow=True))
    turns.cancel(turn=turn, by=None, at=at)
    assert "電話 太郎さんの登録を終えました" in text(desk.post(f"{path}leave/", follow=True))
    taro.refresh_from_db()
    assert taro.ended_at and "もう一度始まります" in text(desk.get(path))
    desk.post(path, {"reach_m": "3000", "most_a_week": "2"})
    taro.refresh_from_db()
    assert taro.ended_at is None


def test_one_stops_on_one_s_own_page_and_begins_again(client, haru, at):
    client.force_login(haru)
    assert client.post("/me/volunteering/leave/").status_code == 404
    client.post("/me/volunteering/profile/", {"reach_m": "3000", "most_a_week": "2"})
    page = text(client.post("/me/volunteering/leave/", follow=True))
    assert "時間とポイントは、そのまま残ります" in page and "もう一度登録する" in page
    assert Volunteer.objects.get().ended_at
    client.post("/me/volunteering/profile/", {"reach_m": "3000", "most_a_week": "2"})
    assert Volunteer.objects.get().ended_at is None


@pytest.mark.parametrize("path", ["hours/", "incident/", "leave/"])
def test_only_staff_do_it_for_others(client, ken, taro, path):
    client.force_login(ken)
    before = f"/staff/volunteering/people/{taro.pk}/{path}"
    assert client.post(before, {"kind": "injury"}).status_code == 403
    taro.refresh_from_db()
    assert taro.ended_at is None
