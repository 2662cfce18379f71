"""Deadlines in the days on which a team answers."""

from datetime import date

import pytest

from tests.factories import TeamFactory
from tomoni.ground.people import queries
from tomoni.ground.people.models import TeamDay
from tomoni.ground.people.rules.working_days import Calendar, after, before, between

WEEKDAYS = Calendar(year_end=("12-29", "01-03"))
SIX_DAYS = Calendar(open_weekdays=0b0111111, year_end=("12-29", "01-03"))
ALWAYS = Calendar(open_weekdays=0b1111111, works_on_holidays=True)


@pytest.mark.parametrize(
    ("start", "days", "calendar", "due"),
    [
        (date(2026, 11, 24), 1, WEEKDAYS, date(2026, 11, 25)),  # Tuesday to Wednesday.
        (date(2026, 11, 20), 1, WEEKDAYS, date(2026, 11, 24)),  # Monday was a holiday.
        (date(2026, 11, 21), 0, WEEKDAYS, date(2026, 11, 24)),  # Saturday: the next open day.
        (date(2026, 11, 24), 0, WEEKDAYS, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, SIX_DAYS, date(2026, 11, 21)),  # Open on Saturdays.
        (date(2026, 12, 28), 1, WEEKDAYS, date(2027, 1, 4)),  # Across New Year.
        (date(2026, 12, 28), 3, ALWAYS, date(2026, 12, 31)),
        (date(2026, 5, 1), 3, WEEKDAYS, date(2026, 5, 11)),  # Across the holidays of May.
    ],
)
def test_so_many_working_days_after(start, days, calendar, due):
    assert after(start, days, calendar) == due


def test_reminders_count_backward():
    assert before(date(2026, 11, 25), 2, WEEKDAYS) == date(2026, 11, 20)
    assert before(date(2026, 11, 23), 0, WEEKDAYS) == date(2026, 11, 20)


def test_lateness_is_counted_in_working_days_too():
    assert between(date(2026, 11, 20), date(2026, 11, 25), WEEKDAYS) == 2
    assert between(date(2026, 11, 25), date(2026, 11, 20), WEEKDAYS) == -2


def test_a_team_that_never_opens_is_an_error_and_not_an_endless_wait():
    shut = Calendar(open_weekdays=0)
    with pytest.raises(ValueError, match="does not open"):
        after(date(2026, 11, 24), 1, shut)


def test_a_single_day_goes_against_the_week(db):
    team = TeamFactory()
    TeamDay.objects.create(team=team, day=date(2026, 11, 25), is_open=False, note="研修")
    TeamDay.objects.create(team=team, day=date(2026, 11, 28), is_open=True)

    calendar = queries.calendar_of(team)

    assert after(date(2026, 11, 24), 1, calendar) == date(2026, 11, 26)
    assert calendar.is_open(date(2026, 11, 28))
    assert not calendar.is_open(date(2026, 12, 30))


def test_many_calendars_are_one_question(db, django_assert_num_queries):
    teams = [TeamFactory() for _n in range(5)]
    with django_assert_num_queries(1):
        assert len(queries.calendars_of(teams)) == 5
