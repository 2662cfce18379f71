"""Every calendar of two test suites: taken with exactly their dates, or refused with a reason."""

import warnings
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events

from tests.events.calendars import TOKYO, read
from tomoni.core.tables import FileRefused
from tomoni.doing.events.importing.series import occurrences

# Where we say something else than the other library, and why.
HONEST = {
    "example.ics": "a whole day whose end is its start lasts that day, not no time",
    "Germany_Holidays.ics": "a whole day whose end is its start lasts that day, not no time",
    "issue_722_timezone_transition_ambiguity.ics": "a clock that comes twice is the first (RFC 5545 §3.3.5)",
    "event_with_recurrence.ics": "a start without a zone is our clock, though its exceptions end in Z",
    "issue_201_mixed_datetime_and_date.ics": "a whole day begins at midnight here, though its end has a zone",
    "parsing_error.ics": "one broken exception does not take the whole series away",
}  # fmt: skip


def utc(moment):
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)).astimezone(UTC)


def theirs(path, after, before, uids):
    """What the other library makes of the file; None where it gives up."""
    found = set()
    wide = timedelta(days=40)
    try:
        for calendar in icalendar.Calendar.from_ical(path.read_bytes(), multiple=True):
            query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
            for event in query.between(after - wide, before + wide):
                uid = str(event.get("UID", "")).strip()
                if uid in uids and after <= utc(event.start) < before:
                    found.add((uid, utc(event.start), utc(event.end)))
    except Exception:
        return None
    return found


def corpus(shared):
    return sorted((shared / "ics").rglob("*.ics"))


def test_every_calendar_is_taken_with_its_dates_or_refused_with_a_reason(shared):
    warnings.simplefilter("ignore")
    files = corpus(shared)
    compared = refused = 0
    unlike, no_calendar, silent = {}, set(), set()
    for path in files:
        try:
            found, reasons = read(path)
        except FileRefused as why:
            assert str(why).endswith("。")
            assert b"BEGIN:VEVENT" not in path.read_bytes().upper(), path
            no_calendar.add(path.name)
            continue
        refused += len(reasons)
        assert all(reason.reason.endswith("。") for reason in reasons), path
        if not found:
            continue
        year = min(event.start.year for series in found for event in series.events)
        for first in {year, 2019}:
            after, before = datetime(first, 1, 1, tzinfo=UTC), datetime(first + 1, 6, 1, tzinfo=UTC)
            ours = {
                ("" if series.uid.startswith("no-uid-") else series.uid, taken.start, taken.end)
                for series in found
                for taken in occurrences(series, after=after, before=before)
            }
            expected = theirs(path, after, before, {uid for uid, _s, _e in ours})
            if expected is None:
                silent.add(path.name)
                continue
            compared += len(ours)
            if ours != expected:
                unlike[path.name] = sorted(ours ^ expected)[:3]

    assert len(files) == 258
    assert {name: dates for name, dates in unlike.items() if name not in HONEST} == {}
    assert len(no_calendar) < 30
    assert compared > 5_000
    assert 50 < refused < 150
    assert len(silent) < 8


@pytest.mark.parametrize(
    "name", ["issue_28_rrule_with_UTC_endinginZ.ics", "issue_62_moved_event_2.ics"]
)
def test_a_whole_day_that_is_named_by_another_zones_midnight_is_found(shared, name):
    (path,) = [path for path in corpus(shared) if path.name == name]

    found, _reasons = read(path)

    for series in found:
        taken = occurrences(
            series, after=datetime(2019, 1, 1, tzinfo=UTC), before=datetime(2025, 1, 1, tzinfo=UTC)
        )
        planned = [one.planned for one in taken if one.planned]
        assert len(planned) == len(set(planned))
