"""One's own calendar behind a secret address: one's own dates, nobody's name, ended at once."""

from datetime import timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.events.salons import join, salon_with
from tomoni.doing.events.actions import own_feed, parties, planning
from tomoni.doing.events.models import OwnFeed
from tomoni.doing.events.queries import own_feed as queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    cache.clear()


@pytest.fixture
def feed(haru, ken):
    """ハルさん has a seat and waits for another; ケンさん sits beside her."""
    at = timezone.now()
    salon = salon_with(2, at=at, starts_at=at + timedelta(days=5))
    full = salon_with(1, at=at, slug="ippai", starts_at=at + timedelta(days=6))
    join(salon, "坂本 ハル", by=haru, at=at, needs="杖")
    join(salon, "田中 ケン", by=ken, at=at, phone="0134-00-0001")
    join(full, "田中 ケン", by=ken, at=at, phone="0134-00-0001")
    join(full, "坂本 ハル", by=haru, at=at)
    return own_feed.renew(by=haru, at=at)


def address(feed):
    return f"/events/mine/{queries.key(feed.pk)}.ics"


def read(client, path, **more):
    answer = client.get(path, **more)
    found = icalendar.Calendar.from_ical(answer.content)
    return answer, {str(one["UID"]): one for one in found.walk("VEVENT")}


def test_it_holds_ones_own_dates_and_nobodys_name(client, feed):
    answer, found = read(client, address(feed))
    assert sorted(str(one["STATUS"]) for one in found.values()) == ["CONFIRMED", "TENTATIVE"]
    text = answer.content.decode()
    for word in ("ハル", "ケン", "0134-62", "杖", "/events/s/"):
        assert word not in text
    assert "noindex" in answer["X-Robots-Tag"] and "private" in answer["Cache-Control"]


def test_it_is_the_same_until_something_changes_and_a_change_rises(client, feed, haru):
    answer, before = read(client, address(feed))
    again = client.get(address(feed), headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    made = haru.sign_ups.get(status="confirmed")
    parties.cancel(sign_up=made, by=haru, at=timezone.now() + timedelta(seconds=5))
    fresh, after = read(client, address(feed))
    assert fresh["ETag"] != answer["ETag"]
    (uid,) = [uid for uid, one in after.items() if str(one["STATUS"]) == "CANCELLED"]
    assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]
    date = haru.sign_ups.get(status="waiting").role.occurrence
    planning.call_off(occurrence=date, reason="大雪", by=None, at=timezone.now())
    _answer, off = read(client, address(feed))
    assert {str(one["STATUS"]) for one in off.values()} == {"CANCELLED"}


def test_it_is_made_renewed_and_ended_on_ones_own_page(client, haru, feed):
    client.force_login(haru)
    old = address(feed)
    page = client.get("/me/calendar/").text
    assert old in page and "/me/calendar/" in client.get("/me/").text
    client.post("/me/calendar/", {"do": "renew"})
    assert client.get(old).status_code == 404
    new = address(OwnFeed.objects.get())
    assert client.get(new).status_code == 200
    client.post("/me/calendar/", {"do": "end"})
    client.post("/me/calendar/", {"do": "end"})
    assert client.get(new).status_code == 404
    assert "わたしのアドレスを作る" in client.get("/me/calendar/").text


def test_a_closed_account_and_a_wrong_address_find_nothing(client, haru, feed):
    assert client.get("/events/mine/wrong.ics").status_code == 404
    type(haru).objects.filter(pk=haru.pk).update(is_active=False)
    assert client.get(address(feed)).status_code == 404


def test_who_asks_without_end_is_told_to_wait(client, feed):
    for _n in range(60):
        client.get(address(feed))
    answer = client.get(address(feed))
    assert answer.status_code == 429 and answer["Retry-After"]
    assert "1時間" in answer.content.decode()
