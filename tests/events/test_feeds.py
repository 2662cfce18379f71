"""Other programs read our calendars: names that stay, moves and cancellations carried, honest tags."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
from django.utils import timezone

from tests.events.town import TOKYO, plan, the_week, tomorrow
from tests.factories import ListingFactory
from tomoni.doing.events.actions import planning
from tomoni.doing.events.feeds.ics import folded
from tomoni.doing.events.importing.running import Options, import_file
from tomoni.doing.events.models import Occurrence, Series, SeriesTag
from tomoni.doing.events.views import public_feeds


@pytest.fixture(autouse=True)
def _no_tag_remembered():
    """Every test is a town of its own, which the tags kept in memory cannot know."""
    public_feeds._known.clear()


def events(client, address="/events.ics"):
    body = client.get(address).content
    return {str(e["UID"]): e for e in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def test_an_independent_program_reads_every_date_in_its_zone(client, db):
    series = plan("salon", "見本サロン、春；秋", rrule="FREQ=WEEKLY;COUNT=3", summary="お茶\n菓子")
    found = events(client)
    assert sorted(e["DTSTART"].dt for e in found.values()) == [
        one.starts_at.astimezone(TOKYO) for one in series.occurrences.order_by("starts_at")
    ]
    one = next(iter(found.values()))
    assert (one["SUMMARY"], one["DESCRIPTION"]) == ("見本サロン、春；秋", "お茶\n菓子")
    assert one["DTSTART"].params["TZID"] == "Asia/Tokyo"
    for line in client.get("/events.ics").content.split(b"\r\n"):
        assert len(line) <= 75


def test_a_cancellation_and_a_move_reach_the_same_entry_with_a_higher_number(client, db):
    series = plan("salon", "見本サロン", rrule="FREQ=WEEKLY;COUNT=2")
    before = events(client)
    first, second = series.occurrences.order_by("starts_at")
    planning.call_off(occurrence=first, reason="大雪のため", by=None, at=timezone.now())
    later = second.starts_at + timedelta(hours=3)
    Occurrence.objects.filter(pk=second.pk).update(
        starts_at=later, ends_at=later + timedelta(hours=1), sequence=1, is_edited=True
    )
    after = events(client)
    assert set(after) == set(before)
    assert sorted(str(e["STATUS"]) for e in after.values()) == ["CANCELLED", "CONFIRMED"]
    assert all(after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"] for uid in after)
    moved = next(e for e in after.values() if e["STATUS"] == "CONFIRMED")
    assert moved["DTSTART"].dt == later.astimezone(TOKYO)


def test_whole_days_and_the_clock_of_another_country(client, db):
    plan("ichinichi", "一日中", all_day=True, minutes=1440, starts_at=tomorrow(0))
    berlin = ZoneInfo("Europe/Berlin")
    year = timezone.localdate().year + 1
    plan(
        "berlin", "遠くの集い", time_zone="Europe/Berlin", rrule="FREQ=WEEKLY;COUNT=2",
        starts_at=datetime(year, 3, 24, 12, tzinfo=berlin),
    )  # fmt: skip
    found = {str(e["SUMMARY"]): e for e in events(client).values()}
    day = found["一日中"]
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (
        tomorrow().date(), tomorrow().date() + timedelta(days=1),
    )  # fmt: skip
    body = client.get("/events.ics").content.decode()
    zone = body[body.index("TZID:Europe/Berlin") :]
    assert "BEGIN:DAYLIGHT" in zone and "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200" in zone
    hours = {e["DTSTART"].dt.astimezone(UTC).hour for e in events(client).values()
             if e["SUMMARY"] == "遠くの集い"}  # fmt: skip
    assert hours == {11, 10}


def test_our_own_calendar_taken_in_again_gives_the_same_dates(client, db, tmp_path):
    here = ListingFactory(name="見本会館")
    plan("salon", "見本サロン", rrule="FREQ=MONTHLY;BYDAY=2TH;COUNT=5", venue=here.at.get())
    plan("ichinichi", "一日中", all_day=True, minutes=1440, starts_at=tomorrow(0))
    series = plan("off", "中止の回", rrule="FREQ=DAILY;COUNT=2")
    planning.call_off(
        occurrence=series.occurrences.first(), reason="大雪", by=None, at=timezone.now()
    )

    def told():
        rows = Occurrence.objects.select_related("series")
        return sorted((o.series.title, o.starts_at, o.ends_at, o.is_cancelled) for o in rows)

    before = told()
    path = tmp_path / "ours.ics"
    path.write_bytes(client.get("/events.ics").content)
    Series.objects.all().delete()
    at = timezone.now()
    options = Options(
        by=None, at=at, horizon=at + timedelta(days=400), zone=TOKYO, dry_run=False, publish=True,
        year=None,
    )  # fmt: skip
    report = import_file(path, options)
    assert not report.refused and not list(report.rejections)
    assert told() == before


@pytest.mark.parametrize(
    "address", ["/events.ics", "/events.atom", "/events.json", "/events/salon.ics"]
)
def test_the_tag_changes_with_the_feed_and_only_then(client, db, address):
    series = plan("salon", "見本サロン", rrule="FREQ=WEEKLY;COUNT=2")
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    # Something else was written in the town: the feed is still the same one.
    plan("shita", "下書き", publish=False)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    planning.call_off(
        occurrence=series.occurrences.first(), reason="大雪", by=None, at=timezone.now()
    )
    fresh = client.get(address, headers={"if-none-match": tag})
    assert fresh.status_code == 200 and fresh["ETag"] != tag


def test_a_feed_takes_the_filters_of_the_page(client, db):
    the_week()
    here = ListingFactory(name="見本会館", slug="mihon-kaikan-x")
    plan("kaikan", "会館の集い", venue=here.at.get(), kind="salon", age_min=70)
    SeriesTag.objects.create(
        series_id=Occurrence.objects.get(series__slug="kaikan").series_id, word="編み物"
    )
    for words in ("place=mihon-kaikan-x", "tag=編み物", "age=80&kind=salon&place=mihon-kaikan-x"):
        assert [str(e["SUMMARY"]) for e in events(client, f"/events.ics?{words}").values()] == [
            "会館の集い"
        ]


def test_atom_is_read_by_another_program(client, db):
    the_week()
    read = feedparser.parse(client.get("/events.atom").content)
    assert not read.bozo and len(read.entries) == 4
    assert {e.title for e in read.entries} >= {"見本サロン"}
    assert all(e.link.endswith("/") and e.id == e.link for e in read.entries)


def test_json_and_the_page_say_the_same_in_the_words_of_schema_org(client, db):
    series = plan("salon", "見本</script>サロン", fee_kind="free", age_min=3)
    one = series.occurrences.get()
    (said,) = json.loads(client.get("/events.json").content)["events"]
    page = client.get(one.get_absolute_url()).content.decode()
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    of_page = json.loads(block)
    assert of_page["@type"] == "Event" and of_page["name"] == "見本</script>サロン"
    assert {k: said[k] for k in of_page if k != "@context"} == {
        k: v for k, v in of_page.items() if k != "@context"
    }
    assert datetime.fromisoformat(of_page["startDate"]) == one.starts_at
    assert of_page["typicalAgeRange"] == "3-"


@pytest.mark.parametrize("line", ["あ" * 200, "a" * 75, "a" * 76, "X:" + "🐧a" * 60])
def test_long_lines_are_folded_between_characters(line):
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    assert all(len((" " if n else "").encode() + p.encode()) <= 75 for n, p in enumerate(pieces))
