"""What makes no sense is answered in words: on the pages, and by `tomoni import events`."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.events.calendars import vevent
from tests.events.salons import salon_with
from tests.events.test_organising import answers
from tests.events.town import plan, tomorrow
from tests.factories import ListingFactory
from tomoni.doing.events.models import Occurrence, Series
from tomoni.town.places.models import Listing

pytestmark = pytest.mark.django_db
AT = "DTSTART;TZID=Asia/Tokyo:20270401T100000"


def take(tmp_path, body, encoding="utf-8"):
    """The report of one file."""
    path, report = tmp_path / "one.ics", tmp_path / "report.json"
    path.write_bytes(body.decode().encode(encoding))
    call_command("import_events", path, report=report, verbosity=0)
    (file,) = json.loads(report.read_text(encoding="utf-8"))["files"]
    return file


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ([AT, "RRULE:FREQ=SECONDLY"], "多すぎる"),
        ([AT, "RRULE:FREQ=YEARLY;UNTIL=99991231T000000Z"], "100年"),
        ([AT, "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z"], "100年"),
        ([AT, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "一日も"),
        (["DTSTART:20270230T100000"], "読めません"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_its_reason(tmp_path, lines, word):
    file = take(tmp_path, vevent(*lines, "SUMMARY:見本"))
    (refused,) = file["rejections"]
    assert word in refused["reason"] and refused["reason"].endswith("。")
    assert not Series.objects.exists()


def test_other_zones_floating_times_and_old_letters_are_read_as_what_they_are(tmp_path):
    body = vevent("DTSTART:20270401T100000", "DURATION:PT1H", "SUMMARY:小樽の集い")
    file = take(tmp_path, body, "cp932")
    assert (file["created"], file["rejected"]) == (1, 0)
    floating = Occurrence.objects.get()
    assert timezone.localtime(floating.starts_at).hour == 10  # A clock without a zone is ours.
    assert Series.objects.get().title == "小樽の集い"
    there = vevent("DTSTART;TZID=America/New_York:20270701T200000", "SUMMARY:遠くの会")
    assert take(tmp_path, there.replace(b"one@", b"two@"))["created"] == 1
    far = Occurrence.objects.get(series__title="遠くの会")
    assert timezone.localtime(far.starts_at).hour == 9  # Summer time there; the next morning here.


def test_one_name_twice_is_told_and_taken_once(tmp_path):
    twice = vevent(
        AT, "SUMMARY:甲", "END:VEVENT", "BEGIN:VEVENT", "UID:one@example.jp", AT, "SUMMARY:乙"
    )
    file = take(tmp_path, twice)
    assert (file["created"], file["rejected"]) == (1, 1)
    assert "このファイルの中" in file["rejections"][0]["reason"]


def test_a_day_that_is_over_and_one_that_does_not_exist_are_asked_again(client, sato, salon):
    client.force_login(sato)
    for day, word in (("2020-01-01", "過ぎた日です"), ("2027年2月30日", "という日はありません")):
        page = client.post("/staff/events/new/", answers(salon, day=day)).text
        assert word in page and "月いちサロン" in page  # What was typed stays.
    assert not Series.objects.exists()


def test_nobody_is_signed_up_for_what_is_over(client, mori):
    at = timezone.now()
    role = salon_with(3, at=at - timedelta(days=3), starts_at=at - timedelta(days=1))
    page = f"/events/mihon-salon/{role.occurrence_id}/join/?role=participant&n=1"
    party = {"name": "甲", "phone": "0134-00-0002"}
    assert "終わりました" in client.post(page, party).text
    client.force_login(mori)
    page = f"/staff/events/dates/{role.occurrence_id}/for/"
    assert "終わりました" in client.post(page, party | {"channel": "phone"}).text


def test_a_place_outside_the_city_is_said_and_the_rest_is_shown(client):
    plan("salon", "見本サロン")
    page = client.get("/events/", {"near": "札幌市中央区大通", "view": "list"}).text
    assert "「札幌市中央区大通」が分からなかった" in page and "見本サロン" in page


def test_the_organiser_sees_that_the_house_is_closed_or_taken_at_that_time(client, mori):
    here = ListingFactory(name="見本会館")
    plan("salon", "見本サロン", venue=here.at.get(), rrule="FREQ=WEEKLY;COUNT=2")
    client.force_login(mori)
    assert "確かめてほしいこと" not in client.get("/staff/events/salon/").text
    plan("other", "ほかの会", venue=here.at.get(), starts_at=tomorrow(10) + timedelta(minutes=30))
    page = client.get("/staff/events/salon/").text
    assert "同じ時間に、同じ会場で「ほかの会」があります" in page
    Listing.objects.filter(pk=here.pk).update(status="closed", closed_on=timezone.localdate())
    assert "会場は使われなくなりました" in client.get("/staff/events/salon/").text
