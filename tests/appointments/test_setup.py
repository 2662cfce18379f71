"""The keeper of a desk sets it up from nothing on its pages, and a resident can book there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.appointments.conftest import book, on, told
from tests.factories import NOW, TeamFactory
from tests.people import person
from tomoni.core import link_keys
from tomoni.doing.appointments.actions import desks
from tomoni.doing.appointments.models import Booking, Desk
from tomoni.ground.districts.models import Town
from tomoni.ground.notices.models import Notice

pytestmark = pytest.mark.django_db
ROOM = "/staff/appointments/desks/"


@pytest.fixture
def lead(client):
    """遠藤さん leads the team that opens a desk."""
    user = person("lead@example.jp", "遠藤 光", "えんどう ひかる", "team_lead")
    TeamFactory(slug="mihon", name="見本チーム", phone="0134-00-0000", members=[user])
    client.force_login(user)
    return user


def test_a_desk_is_set_up_from_nothing_and_booked(client, lead):
    team = lead.team_memberships.get().team
    page = client.post(f"{ROOM}new/", {"team": team.pk, "name": "雪の相談", "slug": "Yuki!"})
    assert page.status_code == 200 and "雪の相談" in page.text and not Desk.objects.exists()
    sent = client.post(f"{ROOM}new/", {"team": team.pk, "name": "雪の相談", "slug": "yuki"})
    assert sent["Location"] == f"{ROOM}yuki/"
    desk = Desk.objects.get()
    assert desk.phone == "0134-00-0000"

    kind = {
        "name": "屋根の雪",
        "slug": "roof",
        "minutes": "30",
        "seats": "1",
        "ways": ["desk", "video"],
    }
    sent = client.post(f"{ROOM}yuki/do/kind/", kind)
    assert sent["Location"] == f"{ROOM}yuki/kinds/roof/"
    assert "もう使われています" in client.post(f"{ROOM}yuki/do/kind/", kind).text
    sent = client.post(f"{ROOM}yuki/", {"user": lead.pk, "title": "相談員"})
    worker = desk.workers.get()
    rows = {"rows": "1", "r0-weekday": "0", "r0-weeks": "0", "r0-opens": "9時", "r0-closes": "正午"}
    assert client.post(sent["Location"], rows).status_code == 302

    assert client.post(f"{ROOM}yuki/do/room/", {"name": "相談室"}).status_code == 302
    assert "同じ名前" in client.post(f"{ROOM}yuki/do/room/", {"name": "相談室"}).text
    gone = timezone.localdate() - timedelta(days=3)
    extra = {"worker": worker.pk, "day": gone.isoformat(), "opens": "10時", "closes": "11時"}
    assert "過ぎた日です" in client.post(f"{ROOM}yuki/do/extra/", extra).text
    extra["day"] = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert client.post(f"{ROOM}yuki/do/extra/", extra).status_code == 302
    video = {"worker": worker.pk, "video_url": "http//nothing at all"}
    assert "https://" in client.post(f"{ROOM}yuki/do/video/", video).text
    video["video_url"] = "https://video.example.jp/yuki"
    assert client.post(f"{ROOM}yuki/do/video/", video).status_code == 302

    edit = {"name": "雪の相談", "phone": "0134-00-0001", "is_city_wide": "on", "order": "5"}
    assert client.post(f"{ROOM}yuki/do/edit/", edit).status_code == 302
    page = client.get(f"{ROOM}yuki/").text
    for words in (
        "屋根の雪",
        "相談室",
        "ビデオの部屋あり",
        "0134-00-0001",
        "曜日と時間の決まり1件",
    ):
        assert words in page, words
    times = client.get("/book/yuki/roof/?for=self&how=desk").text
    assert "9:30" in times or "午前9時30分" in times


def test_towns_are_given_to_one_person_and_taken_back(client, lead):
    team = lead.team_memberships.get().team
    desk = desks.open_desk(
        team=team, slug="yuki", name="雪", is_city_wide=False, by=None, at=timezone.now()
    )
    worker = desks.add_worker(desk=desk, user=lead, by=None, at=timezone.now())
    town = Town.objects.create(
        code="t-1", name="見本町", name_kana="みほん", base="見本", lat=43.19, lng=140.99,
        accuracy_m=300,
    )  # fmt: skip
    path = f"{ROOM}yuki/do/"
    assert "町か地区のどちらか" in client.post(f"{path}area/", {"worker": worker.pk}).text
    sent = client.post(f"{path}area/", {"town": town.pk, "worker": worker.pk})
    assert sent.status_code == 302
    assert "見本町 – 遠藤 光" in client.get(f"{ROOM}yuki/").text
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    ending = {"area": desk.areas.get().pk, "until_on": yesterday}
    assert client.post(f"{path}end-area/", ending).status_code == 302
    assert desk.areas.get().valid_until is not None


def test_who_is_booked_later_cannot_be_taken_off_the_desk(client, childcare, kato):
    made = book(childcare, on(11, 26, 9), worker=childcare.kato)
    with pytest.raises(desks.Refused, match="予約が1件"):
        desks.end_worker(
            worker=childcare.kato, until_on=made.day - timedelta(days=1), by=None, at=NOW
        )
    room = desks.add_room(desk=childcare.desk, name="相談室", by=None, at=NOW)
    desks.close_room(room=room, by=None, at=NOW)
    room.refresh_from_db()
    assert room.closed_on == NOW.date()


def test_a_video_appointment_says_where_to_enter(client, childcare):
    childcare.kind.modes = 7
    childcare.kind.save()
    address = "https://video.example.jp/kato"
    desks.set_video(worker=childcare.kato, video_url=address, by=None, at=NOW)
    made = book(
        childcare, worker=childcare.kato, mode="video", told=told(email="haru@example.jp", phone="")
    )
    assert (
        address in client.get(f"/book/r/{link_keys.key_of('appointments.booking', made.pk)}/").text
    )
    told_ = Notice.objects.filter(kind="appointments.booked").first()
    assert address in told_.wording.text
    other = book(childcare, on(11, 26, 10), worker=childcare.kato, mode="desk")
    assert (
        address
        not in client.get(f"/book/r/{link_keys.key_of('appointments.booking', other.pk)}/").text
    )
    assert Booking.objects.count() == 2


def test_a_desk_of_another_team_is_not_found(client, childcare, lead):
    assert client.get(f"{ROOM}nikoniko/do/edit/").status_code == 404
    assert client.get(f"{ROOM}nikoniko/do/nothing/").status_code == 404
