"""The search over the database's rows: the same answer as asking for every minute, at a constant cost."""

import random
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.appointments.conftest import TOKYO, book, on, worker_of
from tests.factories import NOW
from tests.people import person
from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions import absences, desks
from tomoni.doing.appointments.models import (
    Absence,
    Booking,
    ExtraOpening,
    Hold,
    Opening,
    Worklist,
)
from tomoni.doing.appointments.queries import slots, worklists
from tomoni.doing.appointments.rules.minutes import minute
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.ground.people.queries.teams import calendar_of

pytestmark = pytest.mark.django_db
MONDAY = on(11, 30, 0).date()


def holds_on(rule, day):
    """Whether a weekly rule holds on a day, as one would explain it at the counter."""
    nth, is_last = (day.day - 1) // 7 + 1, (day + timedelta(days=7)).month != day.month
    right_week = (
        not rule.weeks or rule.weeks & 2 ** (nth - 1) or (is_last and rule.weeks & slots.slots.LAST_WEEK)
    )  # fmt: skip
    return (
        rule.weekday == day.weekday()
        and right_week
        and (rule.valid_from is None or rule.valid_from <= day)
        and (rule.valid_until is None or day <= rule.valid_until)
        and rule.modes & CODES["desk"].bit
    )


def slowly(kind, day, at, *, rooms):
    """Every worker and every minute of a day asked from the database one by one."""
    found = set()
    for worker in kind.desk.workers.all():
        if not worker.modes & CODES["desk"].bit:
            continue
        spans = list(worker.extra_openings.filter(day=day).values_list("opens", "closes"))
        if calendar_of(kind.desk.team).is_open(day):
            week = [rule for rule in worker.openings.all() if holds_on(rule, day)]
            spans += [(rule.opens, rule.closes) for rule in week]
        for opens, closes in spans:
            for begin in range(opens, closes - kind.minutes + 1, kind.step):
                start = minute(datetime(day.year, day.month, day.day, tzinfo=TOKYO)) + begin
                low, high = start - kind.before, start + kind.minutes + kind.after
                held = Hold.objects.filter(starts__lt=high, ends__gt=low)
                away = Absence.objects.filter(user=worker.user, starts__lt=high, ends__gt=low)
                full = rooms and held.filter(resource__room__isnull=False).count() >= len(rooms)
                soon = start <= minute(at + timedelta(hours=kind.notice_hours))
                if not (held.filter(resource__user=worker.user) or away or full or soon):
                    found.add((start, worker.pk))
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_it_finds_what_asking_for_each_minute_finds(childcare, seed):
    dice, kind = random.Random(seed), childcare.kind
    few = dice.choice([0, 40])  # A large desk is read as a whole, a small one by its people.
    kind.before, kind.after, kind.step = dice.choice([0, 10]), dice.choice([0, 15]), 30
    kind.minutes, kind.needs_room = dice.choice([30, 60]), dice.random() < 0.5
    kind.save()
    rooms = list(kind.desk.rooms.all()) or [
        desks.add_room(desk=kind.desk, name="相談室", by=None, at=NOW)
    ]
    Hold.objects.all().delete()
    Absence.objects.all().delete()
    ExtraOpening.objects.all().delete()
    for worker in (childcare.kato, childcare.endo):
        worker.openings.filter(weekday=4).delete()
        Opening.objects.create(
            worker=worker, weekday=4, opens=600, closes=dice.choice([660, 750]),
            weeks=dice.choice([0, 1, 2, 33]), modes=dice.choice([1, 2, 15]),
            valid_from=dice.choice([None, MONDAY, MONDAY + timedelta(days=7)]),
            valid_until=dice.choice([None, MONDAY + timedelta(days=4)]),
        )  # fmt: skip
        day = MONDAY + timedelta(days=dice.randrange(7))
        desks.add_extra(
            worker=worker, day=day, opens=dice.randrange(500, 700), closes=840, by=None, at=NOW
        )
        start = on(11, 30, 9) + timedelta(minutes=dice.randrange(0, 7000, 5))
        Absence.objects.create(
            user=worker.user, starts=minute(start), ends=minute(start) + dice.choice([60, 200_000]),
            reason="leave", made_at=NOW,
        )  # fmt: skip
    for _n in range(12):
        start = on(11, 30, 9) + timedelta(minutes=dice.randrange(0, 180, 5), days=dice.randrange(5))
        try:
            book(childcare, start.replace(minute=start.minute // 30 * 30), channel="phone")
        except Refused:
            continue
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "_FEW", few)
        found = slots.search(
            kind=kind, first=MONDAY, last=MONDAY + timedelta(days=6), at=NOW, mode="desk"
        )
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    there = [slowly(kind, day, NOW, rooms=rooms if kind.needs_room else []) for day in days]
    assert {(t.key, w.pk) for t in found.times() for w in t.workers} == set().union(*there)
    assert found.counts() == [
        (day, len({start for start, _worker in one})) for day, one in zip(days, there, strict=True)
    ]


def test_who_has_least_to_do_that_day_comes_first(childcare):
    book(childcare, on(11, 26, 9), worker=childcare.endo)
    found = slots.search(kind=childcare.kind, first=MONDAY - timedelta(days=4), last=MONDAY, at=NOW)
    assert found.at(on(11, 26, 10)) == (childcare.kato, childcare.endo)
    assert found.at(on(11, 26, 9)) == (childcare.kato,)
    assert found.at(on(11, 28, 10)) == ()


def queries_of(act):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


def test_the_search_asks_as_much_for_two_people_as_for_thirty(childcare):
    def search():
        slots.search(kind=childcare.kind, first=MONDAY, last=MONDAY, at=NOW).times()[0].workers  # noqa: B018

    few = queries_of(search)
    for n in range(28):
        worker_of(childcare.desk, person(f"w{n}@example.jp", f"担当{n}", f"たんとう{n}"))
    assert queries_of(search) == few <= 9


def test_the_list_of_an_absence_asks_as_much_for_one_booking_as_for_ten(childcare, kato):
    starts = [on(11, day, hour) for day in (26, 27, 30) for hour in (9, 10, 11)]
    for start in starts:
        book(childcare, start, worker=childcare.kato)
    at = on(11, 25, 15)
    absences.be_away(
        user=kato, starts_at=on(11, 26, 0), ends_at=on(12, 1, 0), reason="ill", by=None, at=at
    )
    worklist = Worklist.objects.select_related("absence").get()
    many = queries_of(lambda: worklists.rows(worklist, at=at))
    rows = worklists.rows(worklist, at=at)
    assert len(rows) == 9 and {row.colleague for row in rows} == {childcare.endo}
    assert {timezone.localtime(row.time.starts_at).date() for row in rows} == {on(12, 1, 9).date()}
    Booking.objects.exclude(pk=rows[0].booking.pk).update(status="cancelled")
    assert queries_of(lambda: worklists.rows(worklist, at=at)) == many
    one = worklists.rows(worklist, at=at)[0]
    assert one.time.starts_at == worklists.next_time(one.booking, at=at).starts_at
    assert one.colleague == worklists.colleague(one.booking, at=at)
