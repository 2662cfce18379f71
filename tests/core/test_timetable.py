"""`tomoni tick` may run twice, at once, late, after clock changes, after a week."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from tomoni.core import timetable
from tomoni.core.models import TimetableRun

TOKYO = ZoneInfo("Asia/Tokyo")
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=TOKYO)


def line(**when):
    day = when.pop("daily_at", None)
    return timetable.Line("tests.x", lambda at: None, daily_at=day, **when)


DAILY, QUARTER = line(daily_at=6 * 60), line(minutes=15)


@pytest.mark.parametrize(
    ("entry", "served", "now", "due"),
    [
        (QUARTER, None, MORNING, True),
        (QUARTER, MORNING, MORNING, False),
        (QUARTER, MORNING, MORNING + timedelta(minutes=14), False),
        (QUARTER, MORNING, MORNING + timedelta(minutes=15), True),
        (QUARTER, MORNING, MORNING + timedelta(days=7), True),
        (QUARTER, MORNING, MORNING - timedelta(minutes=10), False),
        (QUARTER, MORNING, MORNING - timedelta(hours=1), True),
        (DAILY, None, MORNING, True),
        (DAILY, MORNING.replace(hour=6), MORNING, False),
        (DAILY, MORNING.replace(hour=6), MORNING + timedelta(hours=20), False),
        (DAILY, MORNING.replace(hour=6), MORNING + timedelta(hours=21), True),
        (DAILY, MORNING.replace(hour=6), MORNING.replace(hour=5), False),
        (DAILY, MORNING.replace(hour=6), MORNING + timedelta(days=7), True),
        (DAILY, MORNING + timedelta(days=900), MORNING, True),
    ],
)
def test_what_is_due(entry, served, now, due):
    assert timetable.is_due(entry, served, now) is due


@pytest.fixture
def entries(monkeypatch):
    ran = []
    monkeypatch.setattr(timetable, "_lines", {})

    @timetable.every("tests.quarter", minutes=15)
    def quarter(at):
        ran.append(("quarter", at))

    @timetable.every("tests.broken", minutes=15)
    def broken(at):
        raise RuntimeError("shut")

    @timetable.every("tests.daily", daily_at="06:00")
    def daily(at):
        ran.append(("daily", at))

    return ran


@pytest.mark.django_db
def test_one_that_fails_does_not_stop_the_others_and_is_reported(entries):
    outcomes = {o.name: o.problem for o in timetable.run_due(at=MORNING)}
    assert outcomes == {
        "tests.broken": "RuntimeError: shut",
        "tests.daily": "",
        "tests.quarter": "",
    }
    timetable.run_due(at=MORNING + timedelta(minutes=1))
    broken = TimetableRun.objects.get(name="tests.broken")
    assert (broken.failures, broken.served, broken.problem) == (2, None, "RuntimeError: shut")
    assert len(entries) == 2


@pytest.mark.django_db
def test_after_a_week_and_after_the_clock_went_back_each_entry_runs_once(entries):
    for minutes in (0, 1, 7 * 24 * 60, 7 * 24 * 60 + 1, 7 * 24 * 60 - 59, 7 * 24 * 60 + 2):
        timetable.run_due(at=MORNING + timedelta(minutes=minutes))
    names = [name for name, _at in entries]
    assert names.count("daily") == 2
    assert names.count("quarter") == 4  # First, after the week, after the clock, and when right.


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_run_an_entry_once(monkeypatch):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        connection.inc_thread_sharing()
    ran, inside = [], threading.Event()
    monkeypatch.setattr(timetable, "_lines", {})

    @timetable.every("tests.slow", minutes=15)
    def slow(at):
        ran.append(at)
        inside.wait(5)

    def tick():
        timetable.run_due(at=MORNING)
        connections.close_all() if connection.vendor == "postgresql" else None

    first = threading.Thread(target=tick)
    first.start()
    while not ran:
        pass
    assert timetable.run_due(at=MORNING) == []
    inside.set()
    first.join()
    assert len(ran) == 1


def test_an_entry_says_one_of_two_rhythms():
    with pytest.raises(ValueError):
        timetable.every("tests.none")
    with pytest.raises(ValueError):
        timetable.every("tests.both", minutes=1, daily_at="06:00")
