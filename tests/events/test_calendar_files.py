"""Hostile, broken and foreign calendar files: what is taken, what is refused, and in which words."""

import time
from datetime import UTC, datetime

import pytest

from tests.events.calendars import read, vevent
from tomoni.core.tables import FileRefused
from tomoni.doing.events.importing.series import occurrences

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def taken(file, **more):
    found, refused = read(file, **more)
    assert not refused, refused
    return [
        f"{one.start:%m-%d %H:%M}" for series in found for one in occurrences(series, after=SINCE, before=UNTIL)
    ]  # fmt: skip


def reason(file):
    found, (refused,) = read(file)
    assert not found
    return refused


def test_shift_jis_and_a_mark_at_the_beginning_and_a_letter_cut_by_a_fold(tmp_path):
    text = vevent(
        "DTSTART:20260401T100000", "SUMMARY:ほっとサロン", "LOCATION:小樽市民会館"
    ).decode()
    sjis, marked, folded = tmp_path / "a.ics", tmp_path / "b.ics", tmp_path / "c.ics"
    sjis.write_bytes(text.encode("cp932"))
    marked.write_bytes(b"\xef\xbb\xbf" + text.encode())
    cut = text.encode().replace(
        "市民".encode(), "市民".encode()[:2] + b"\r\n " + "市民".encode()[2:]
    )
    folded.write_bytes(cut)

    for path in (sjis, marked, folded):
        (series,), _refused = read(path)
        assert series.master.summary == "ほっとサロン"
        assert series.master.location == "小樽市民会館"


def test_a_zero_byte_is_taken_out_and_said(tmp_path):
    path = tmp_path / "zero.ics"
    path.write_bytes(vevent("DTSTART:20260401T100000", "SUMMARY:a\0b"))

    (series,), _refused = read(path)

    assert series.master.summary == "ab"


@pytest.mark.parametrize(
    "zone", ["Asia/Tokyo", "Tokyo Standard Time", "/mozilla.org/20070129_1/Asia/Tokyo"]
)
def test_zones_are_known_by_their_several_names(zone):
    assert taken(vevent(f"DTSTART;TZID={zone}:20260401T100000")) == ["04-01 01:00"]


def test_a_zone_that_the_file_itself_describes_with_summer_time():
    zone = [
        "BEGIN:VTIMEZONE", "TZID:Our Island",
        "BEGIN:STANDARD", "DTSTART:19701025T030000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0400",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0400", "TZOFFSETTO:+0500",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "END:VTIMEZONE",
    ]  # fmt: skip
    file = vevent(
        "DTSTART;TZID=Our Island:20260322T100000", "RRULE:FREQ=WEEKLY;COUNT=3", calendar=zone
    )

    assert taken(file) == ["03-22 06:00", "03-29 05:00", "04-05 05:00"]


def test_a_clock_without_a_zone_is_ours_or_the_calendars():
    assert taken(vevent("DTSTART:20260401T100000")) == ["04-01 01:00"]
    assert taken(vevent("DTSTART:20260401T100000", calendar=["X-WR-TIMEZONE:Europe/Berlin"])) == [
        "04-01 08:00"
    ]


def test_an_unknown_zone_is_said_and_read_as_ours():
    (series,), _refused = read(vevent("DTSTART;TZID=Nowhere/Land:20260401T100000"))

    assert "Nowhere/Land" in series.master.notes[0]
    assert series.master.instant(series.master.start).hour == 1


def test_exceptions_in_another_zone_and_dates_with_their_own_length():
    file = vevent(
        "DTSTART;TZID=Asia/Tokyo:20260401T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
        "EXDATE:20260402T010000Z",
        "RDATE;VALUE=PERIOD:20260420T010000Z/PT3H",
    )

    (series,), _refused = read(file)
    found = occurrences(series, after=SINCE, before=UNTIL)

    assert [f"{one.start:%d}" for one in found] == ["01", "03", "20"]
    assert [(one.end - one.start).seconds // 3600 for one in found] == [1, 1, 3]


def test_one_moved_one_cancelled_and_all_that_follow_an_hour_later():
    more = [
        "END:VEVENT", "BEGIN:VEVENT", "UID:one@example.jp", "RECURRENCE-ID:20260408T010000Z",
        "DTSTART:20260409T020000Z", "END:VEVENT",
        "BEGIN:VEVENT", "UID:one@example.jp", "RECURRENCE-ID:20260415T010000Z",
        "DTSTART:20260415T010000Z", "STATUS:CANCELLED", "END:VEVENT",
        "BEGIN:VEVENT", "UID:one@example.jp", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260422T010000Z",
        "DTSTART:20260422T020000Z",
    ]  # fmt: skip
    (series,), _refused = read(
        vevent("DTSTART:20260401T010000Z", "RRULE:FREQ=WEEKLY;COUNT=5", *more)
    )

    found = occurrences(series, after=SINCE, before=UNTIL)

    assert [f"{one.start:%d %H}" for one in found] == ["01 01", "09 02", "15 01", "22 02", "29 02"]
    assert [one.cancelled for one in found] == [False, False, True, False, False]
    assert [f"{one.planned:%d}" for one in found] == ["01", "08", "15", "22", "29"]


def test_of_two_versions_of_one_event_the_higher_number_counts_wherever_it_stands():
    more = [
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:one@example.jp",
        "DTSTART:20260501T010000Z",
        "SEQUENCE:1",
    ]
    (series,), _refused = read(vevent("DTSTART:20260401T010000Z", "SEQUENCE:2", *more))

    assert series.master.start.month == 4
    assert [event.start.month for event in series.older] == [5]


@pytest.mark.parametrize(
    ("lines", "field", "word"),
    [
        (["DTSTART:20260230T100000"], "DTSTART", "読めません"),
        (["SUMMARY:いつ"], "DTSTART", "始まり"),
        (["DTSTART:00010101T000000"], "DTSTART", "年"),
        (["DTSTART:20260401T100000", "DTEND:20260331T100000"], "DTEND", "終わり"),
        (["DTSTART:20260401T100000", "DTEND:20560331T100000"], "DTEND", "3年"),
        (["DTSTART:20260401T100000", "DURATION:P99999999999W"], "DURATION", "読めません"),
        (["DTSTART:20260401T100000", "RRULE:FREQ=SECONDLY"], "RRULE", "多すぎる"),
        (["DTSTART:20260401T100000", "RRULE:FREQ=DAILY;UNTIL=20260301T000000Z"], "RRULE", "前"),
        (["DTSTART:20260401T100000", "RRULE:FREQ=DAILY;UNTIL=99991231T000000Z"], "RRULE", "100年"),
        (["DTSTART:20260401T100000", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "RRULE", "一日も"),
        (["DTSTART:20260401T100000", "EXRULE:FREQ=DAILY"], "EXRULE", "EXRULE"),
        (["DTSTART:20260401T100000", "SUMMARY:" + "あ" * 4_000_000], "VEVENT", "長すぎ"),
        (["DTSTART:20260401T100000", *["COMMENT:x"] * 9_000], "VEVENT", "多すぎ"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_place_and_why(lines, field, word):
    began = time.perf_counter()

    refused = reason(vevent(*lines))

    assert refused.field == field
    assert word in refused.reason
    assert len(refused.value) <= 80
    assert time.perf_counter() - began < 5


def test_a_file_cut_off_in_the_middle_says_so_and_keeps_the_rest():
    whole = vevent("DTSTART:20260401T100000Z")
    found, (refused,) = read(whole.replace(b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:2\r\nDTSTA"))

    assert len(found) == 1
    assert "途中" in refused.reason


@pytest.mark.parametrize(
    "file",
    [b"hello", b"<html>", b"BEGIN:VCALENDAR\r\n" * 5_000, b"BEGIN:VCARD\r\nEND:VCARD\r\n"],
    ids=["text", "page", "nested", "card"],
)
def test_what_is_no_calendar_is_refused_in_a_sentence(file):
    with pytest.raises(FileRefused) as why:
        read(file)
    assert str(why.value).endswith("。")
