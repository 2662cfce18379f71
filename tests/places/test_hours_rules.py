"""When is it open? Tables of cases without a database."""

from datetime import date, datetime

import pytest

from tomoni.town.places.rules import hours
from tomoni.town.places.rules.hours import Differs, Timetable, Why
from tomoni.town.places.rules.week import Span

WEEKDAYS = tuple(Span(weekday=d, opens=540, closes=1040) for d in range(5))
SECOND_AND_FOURTH_THURSDAY = (Span(weekday=3, opens=600, closes=840, weeks=2 | 8),)
MUSEUM = tuple(Span(weekday=d, opens=570, closes=1020) for d in (0, 2, 3, 4, 5, 6))  # Tue closed.


def t(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 17:19", True),
        ("2026-11-24 17:20", False),
        ("2026-11-21 12:00", False),  # Saturday.
    ],
)
def test_an_ordinary_week(when, open_):
    assert hours.is_open(Timetable(WEEKDAYS), t(when)) is open_


@pytest.mark.parametrize(
    ("on", "open_"),
    [("2026-11-05", False), ("2026-11-12", True), ("2026-11-19", False), ("2026-11-26", True)],
)
def test_second_and_fourth_thursday(on, open_):
    table = Timetable(SECOND_AND_FOURTH_THURSDAY)
    assert bool(hours.day(table, date.fromisoformat(on)).times) is open_


def test_the_last_friday_of_a_month_with_four_and_with_five():
    table = Timetable((Span(weekday=4, opens=600, closes=700, weeks=32),))
    open_days = [d.on for d in hours.days(table, date(2026, 10, 1), 62) if d.times]
    assert open_days == [date(2026, 10, 30), date(2026, 11, 27)]


def test_fifth_week_exists_only_sometimes():
    table = Timetable((Span(weekday=0, opens=600, closes=700, weeks=16),))
    open_days = [d.on for d in hours.days(table, date(2026, 11, 1), 61) if d.times]
    assert open_days == [date(2026, 11, 30)]


def test_past_midnight_belongs_to_the_evening_before():
    bar = Timetable((Span(weekday=4, opens=1320, closes=1560),))  # Fri 22:00 to Sat 02:00.
    assert hours.is_open(bar, t("2026-11-27 23:00"))
    assert hours.is_open(bar, t("2026-11-28 01:59"))
    assert not hours.is_open(bar, t("2026-11-28 02:00"))
    assert hours.now(bar, t("2026-11-28 01:00")).until == t("2026-11-28 02:00")


@pytest.mark.parametrize(
    ("on", "open_"),
    [
        ("2026-11-30", False),
        ("2026-12-01", True),
        ("2027-01-15", True),
        ("2027-03-31", True),
        ("2027-04-01", False),
    ],
)
def test_a_winter_season_runs_across_new_year(on, open_):
    every_day = tuple(
        Span(weekday=d, opens=600, closes=900, season_from=1201, season_until=331) for d in range(7)
    )
    assert bool(hours.day(Timetable(every_day), date.fromisoformat(on)).times) is open_


def test_a_row_is_valid_only_in_its_term():
    span = Span(
        weekday=1,
        opens=600,
        closes=700,
        valid_from=date(2026, 12, 1),
        valid_until=date(2026, 12, 8),
    )
    open_days = [d.on for d in hours.days(Timetable((span,)), date(2026, 11, 20), 40) if d.times]
    assert open_days == [date(2026, 12, 1), date(2026, 12, 8)]


@pytest.mark.parametrize(
    ("rule", "on", "open_", "why"),
    [
        ("closed", "2026-11-23", False, Why.HOLIDAY),  # 勤労感謝の日, a Monday.
        ("open", "2026-11-23", True, Why.WEEK),
        ("unknown", "2026-11-23", True, Why.HOLIDAY_UNKNOWN),
        ("next_day", "2026-11-23", True, Why.WEEK),
        ("next_day", "2026-11-24", False, Why.AFTER_HOLIDAY),
        ("next_day", "2026-11-25", True, Why.WEEK),
        ("closed", "2026-11-24", True, Why.WEEK),
    ],
)
def test_holidays(rule, on, open_, why):
    found = hours.day(Timetable(WEEKDAYS, holiday_rule=rule), date.fromisoformat(on))
    assert (bool(found.times), found.why) == (open_, why)


def test_a_museum_that_rests_on_tuesdays_opens_on_a_holiday_tuesday_and_rests_the_next_weekday():
    table = Timetable(MUSEUM, holiday_rule="next_day")
    # 2026-11-03 文化の日 is a Tuesday; 2026-11-23 a Monday, on which it is open anyway.
    assert hours.day(table, date(2026, 11, 3)).times == ((570, 1020),)
    assert hours.day(table, date(2026, 11, 4)).why == Why.AFTER_HOLIDAY
    assert hours.day(table, date(2026, 11, 23)).times
    assert not hours.day(table, date(2026, 11, 24)).times  # Its ordinary Tuesday.
    assert hours.day(table, date(2026, 11, 25)).times


def test_after_golden_week_it_rests_on_the_first_ordinary_weekday():
    # 2026: 3 May Sun, 4 Mon, 5 Tue holidays, 6 Wed substitute holiday, 7 Thu ordinary.
    table = Timetable(MUSEUM, holiday_rule="next_day")
    assert hours.day(table, date(2026, 5, 5)).times
    assert hours.day(table, date(2026, 5, 6)).times
    assert not hours.day(table, date(2026, 5, 7)).times
    assert hours.day(table, date(2026, 5, 8)).times


def test_on_a_holiday_nobody_knows_about_it_is_not_called_open():
    answer = hours.now(Timetable(WEEKDAYS), t("2026-11-23 10:00"))
    assert not answer.is_open and not answer.today.sure
    assert answer.next_opens == t("2026-11-24 09:00")


def test_the_turn_of_the_year():
    table = Timetable(WEEKDAYS, holiday_rule="closed", closed_year_end=True)
    answer = hours.now(table, t("2026-12-28 18:00"))
    assert answer.next_opens == t("2027-01-04 09:00")
    assert hours.day(table, date(2026, 12, 30)).why == Why.YEAR_END


def test_an_exception_beats_everything_and_the_shortest_one_wins():
    table = Timetable(
        WEEKDAYS,
        (
            Differs(date(2026, 12, 20), date(2027, 1, 10), reason="改修工事"),
            Differs(date(2026, 12, 30), date(2026, 12, 30), 600, 720, "年越しそば"),
        ),
        closed_year_end=True,
    )
    assert hours.day(table, date(2026, 12, 21)).reason == "改修工事"
    assert hours.day(table, date(2026, 12, 30)).times == ((600, 720),)


def test_touching_times_are_one_and_lunch_breaks_are_two():
    joined = Timetable((Span(1, 540, 720), Span(1, 720, 1020)))
    lunch = Timetable((Span(1, 540, 720), Span(1, 780, 1020)))
    assert hours.now(joined, t("2026-11-24 10:00")).until == t("2026-11-24 17:00")
    assert hours.now(lunch, t("2026-11-24 10:00")).until == t("2026-11-24 12:00")
    assert hours.now(lunch, t("2026-11-24 12:30")).next_opens == t("2026-11-24 13:00")


def test_always_open_has_no_end():
    table = Timetable(tuple(Span(d, 0, 1440) for d in range(7)), holiday_rule="open")
    assert hours.now(table, t("2026-11-24 03:00")) == hours.Now(
        True, today=hours.day(table, date(2026, 11, 24))
    )


def test_nothing_known_and_nothing_in_sight():
    assert hours.next_change(Timetable(), t("2026-11-24 10:00")) is None
    over = Timetable((Span(1, 540, 600, valid_until=date(2020, 1, 1)),))
    assert hours.next_change(over, t("2026-11-24 10:00")) is None


def test_a_beach_that_opens_once_a_year_is_found():
    beach = Timetable(
        tuple(Span(d, 540, 1020, season_from=710, season_until=820) for d in range(7)),
        holiday_rule="open",
    )
    assert hours.next_change(beach, t("2026-11-24 10:00")) == t("2027-07-10 09:00")
