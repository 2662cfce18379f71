"""The database says "open" exactly when the rule does."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import ListingFactory
from tomoni.town.places.models import ListingAt, Opening, OpeningException
from tomoni.town.places.queries.hours import timetable_of, with_hours
from tomoni.town.places.queries.open_now import numbers, open_rows
from tomoni.town.places.rules import hours

TOKYO = ZoneInfo("Asia/Tokyo")
# Around holidays, the turn of the year, ends of months, weekends between holidays.
DAYS = [
    date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 29), date(2027, 1, 1), date(2027, 1, 4),
    date(2027, 1, 11), date(2027, 1, 12), date(2026, 5, 4), date(2026, 5, 7), date(2026, 9, 22),
    date(2026, 9, 24), date(2026, 11, 26), date(2026, 11, 30), date(2026, 2, 28), date(2027, 3, 22),
]  # fmt: skip


def week_of(pick):
    """Some rows of hours: a shop's week, or anything the table allows."""
    if pick.random() < 0.5:
        rest = pick.choice([{0}, {1}, {6}, {5, 6}, {2}, set()])
        opens = pick.choice([0, 540, 600, 1320])
        return [
            {"weekday": d, "opens": opens, "closes": opens + pick.choice([60, 420, 1440])}
            for d in range(7)
            if d not in rest
        ]
    rows = []
    for _ in range(pick.randint(0, 4)):
        opens = pick.randrange(0, 1440, 30)
        row = {"weekday": pick.randrange(7), "opens": opens}
        row["closes"] = min(opens + pick.choice([30, 240, 600, 1440]), 2880)
        row["weeks"] = pick.choice([0, 0, 1, 2, 10, 16, 32, 40])
        if pick.random() < 0.3:
            row["season_from"], row["season_until"] = pick.choice(
                [(1201, 331), (401, 1130), (1123, 1123), (1231, 101)]
            )
        if pick.random() < 0.2:
            row["valid_from"] = pick.choice(DAYS)
        if pick.random() < 0.2:
            row["valid_until"] = pick.choice([d for d in DAYS if d >= row.get("valid_from", d)])
        rows.append(row)
    return rows


def days_that_differ(pick, around):
    for _ in range(pick.choice([0, 0, 1, 2, 3])):
        first = around + timedelta(days=pick.randint(-3, 1))
        row = {"from_on": first, "until_on": first + timedelta(days=pick.randint(0, 4))}
        if pick.random() < 0.6:
            row["opens"] = pick.randrange(0, 1440, 60)
            row["closes"] = row["opens"] + pick.choice([60, 300, 1200])
        yield row


@pytest.mark.parametrize("seed", range(2))
def test_the_database_and_the_rule_agree(db, seed):
    pick = random.Random(seed)
    openings, exceptions = [], []
    for _ in range(40):
        at = ListingFactory().at.get()
        at.holiday_rule = pick.choice(ListingAt.HolidayRule.values)
        at.closed_year_end = pick.random() < 0.5
        at.save()
        openings += [Opening(at=at, **row) for row in week_of(pick)]
        exceptions += [
            OpeningException(at=at, **r) for r in days_that_differ(pick, pick.choice(DAYS))
        ]
    Opening.objects.bulk_create(openings)
    OpeningException.objects.bulk_create(exceptions)
    tables = {row.pk: timetable_of(row) for row in with_hours(ListingAt.objects.all())}
    some_open = 0

    for day in DAYS:
        for shift in (-1, 0, 1):
            minute = pick.choice([0, 1, 539, 540, 600, 725, 960, 1319, 1320, 1439])
            at = datetime(day.year, day.month, day.day, tzinfo=TOKYO)
            at += timedelta(days=shift, minutes=minute)
            expected = {pk for pk, table in tables.items() if hours.is_open(table, at)}
            assert set(open_rows(at).values_list("pk", flat=True)) == expected, at
            assert set(numbers(at)) == expected, at
            some_open += len(expected)
    assert some_open > 50


def test_open_now_is_one_query(db, at, django_assert_num_queries):
    ListingFactory(hours=[(1, 540, 1020)])
    with django_assert_num_queries(1):
        assert open_rows(at).count() == 1
