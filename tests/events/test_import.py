"""`tomoni import events`: a file is taken in wholly, told row by row, and again without a change."""

import json

import pytest
from django.core.management import call_command

from tests.events.calendars import vevent
from tomoni.doing.events.models import Occurrence, Series

pytestmark = pytest.mark.django_db


def take(tmp_path, *paths, **options):
    report = tmp_path / "report.json"
    call_command("import_events", *paths, report=report, verbosity=0, **options)
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    for file in files:
        counts = [file[name] for name in ("created", "updated", "unchanged", "rejected")]
        assert file["rows"] == sum(counts)
        assert file["rejected"] == len(file["rejections"])
        assert all(item["reason"].endswith("。") for item in file["rejections"])
    return files


def test_a_series_with_a_moved_and_a_cancelled_date_and_once_more_without_a_change(tmp_path):
    more = [
        "END:VEVENT", "BEGIN:VEVENT", "UID:one@example.jp", "RECURRENCE-ID:20260408T010000Z",
        "DTSTART:20260409T020000Z", "DURATION:PT1H", "END:VEVENT",
        "BEGIN:VEVENT", "UID:one@example.jp", "RECURRENCE-ID:20260415T010000Z",
        "DTSTART:20260415T010000Z", "DURATION:PT1H", "STATUS:CANCELLED",
    ]  # fmt: skip
    path = tmp_path / "one.ics"
    path.write_bytes(
        vevent(
            "DTSTART;TZID=Asia/Tokyo:20260401T100000", "DURATION:PT1H", "SUMMARY:サロン",
            "RRULE:FREQ=WEEKLY;COUNT=3", "SEQUENCE:3", *more,
        )
    )  # fmt: skip

    (file,) = take(tmp_path, path)
    (again,) = take(tmp_path, path)

    assert (file["rows"], file["created"], again["unchanged"]) == (3, 3, 3)
    series = Series.objects.get(uid="one@example.jp")
    assert (series.title, series.rrule) == ("サロン", "FREQ=WEEKLY;COUNT=3")
    rows = Occurrence.objects.filter(series=series).order_by("original_at")
    assert [(f"{r.starts_at:%d %H}", r.status, r.is_edited) for r in rows] == [
        ("01 01", "planned", False),
        ("09 02", "planned", True),
        ("15 01", "cancelled", True),
    ]
    assert [o["start"] for o in file["events"][0]["occurrences"]] == [
        "2026-04-01T01:00:00Z", "2026-04-09T02:00:00Z", "2026-04-15T01:00:00Z",
    ]  # fmt: skip


def test_a_newer_version_changes_and_an_older_is_told(tmp_path):
    path = tmp_path / "one.ics"
    for number, title in ((2, "二"), (3, "三"), (1, "一")):
        path.write_bytes(
            vevent("DTSTART:20260401T100000", f"SUMMARY:{title}", f"SEQUENCE:{number}")
        )
        (file,) = take(tmp_path, path)

    assert file["rejections"][0]["field"] == "SEQUENCE"
    assert Series.objects.get().title == "三"


def test_a_trial_says_the_same_and_writes_nothing(tmp_path):
    path = tmp_path / "one.ics"
    path.write_bytes(vevent("DTSTART:20260401T100000", "SUMMARY:サロン"))

    (file,) = take(tmp_path, path, dry_run=True)

    assert file["created"] == 1
    assert not Series.objects.exists()


def test_what_was_changed_here_stays_when_the_list_comes_again(tmp_path):
    path = tmp_path / "one.ics"
    path.write_bytes(vevent("DTSTART:20260401T100000", "SUMMARY:サロン", "SEQUENCE:1"))
    take(tmp_path, path)
    Series.objects.update(title="ほっとサロン")
    path.write_bytes(vevent("DTSTART:20260401T110000", "SUMMARY:サロン", "SEQUENCE:2"))

    take(tmp_path, path)

    series = Series.objects.get()
    assert series.title == "ほっとサロン"
    assert series.starts_at.hour == 2


def test_943_messy_rows_of_a_city_are_all_accounted_for(tmp_path, shared):
    path = shared / "opendata-csv/takamatsu-372013/old_data/0081.csv"

    (file,) = take(tmp_path, path)
    (again,) = take(tmp_path, path)

    assert file["rows"] == 943
    assert file["created"] > 800
    assert again["unchanged"] == file["created"]
    assert Series.objects.count() == file["created"]


def test_a_list_without_years_is_taken_when_the_clerk_says_which(tmp_path, shared):
    path = shared / "opendata-csv/takamatsu-372013/build/events.csv"

    (without,) = take(tmp_path, path, dry_run=True)
    (told,) = take(tmp_path, path, year=2024)

    assert without["created"] == 0
    assert "--year" in without["rejections"][0]["reason"]
    assert told["created"] > 30


def test_the_national_list_in_its_old_headings(tmp_path):
    path = tmp_path / "event.csv"
    path.write_text(
        "都道府県コード又は市区町村コード,NO,イベント名,イベント名_カナ,開始日,終了日,開始時間,終了時間,説明,場所名称,住所\n"
        "012033,1,雪あかりの集い,ユキアカリノツドイ,令和9年2月6日,2027-02-06,17:00,21:00,灯りを楽しむ,運河,小樽市色内1丁目\n"
        "012033,2,二月の集い,,2027-02-30,,,,,,\n",
        encoding="utf-8",
    )

    (file,) = take(tmp_path, path)

    assert (file["created"], file["rejected"]) == (1, 1)
    series = Series.objects.get()
    assert (series.title, series.minutes, series.place_text) == ("雪あかりの集い", 240, "運河")


def test_all_calendars_of_the_world_are_taken_without_a_crash(tmp_path, shared):
    files = take(tmp_path, *sorted((shared / "ics").rglob("*.ics")), dry_run=True)

    assert sum(file["created"] for file in files) > 1_000
