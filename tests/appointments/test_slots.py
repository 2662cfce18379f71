"""Which times are free: a table of situations, and the same answer as a slow loop in Python."""

import random
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tomoni.doing.appointments.rules.minutes import midnight, moment
from tomoni.doing.appointments.rules.slots import Asked, Days, Window, free, week_bits

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = date(2026, 11, 30)


def days(first=MONDAY, count=7, shut=()):
    all_days = tuple(first + timedelta(days=n) for n in range(count))
    return Days(
        all_days,
        tuple(midnight(day, TOKYO) for day in all_days),
        tuple(day.weekday() < 5 and day not in shut for day in all_days),
    )


def clocks(found):
    """The free times as people read them: 11/30 09:00 with worker 0."""
    return [
        (f"{moment(s).astimezone(TOKYO):%m/%d %H:%M}", w)
        for s, w in zip(found.starts.tolist(), found.workers.tolist(), strict=True)
    ]


HOUR = Asked(minutes=60, step=60)


def test_a_morning_has_three_hours():
    found = free(asked=HOUR, days=days(), windows=[Window(0, 0, 540, 720)])
    assert clocks(found) == [("11/30 09:00", 0), ("11/30 10:00", 0), ("11/30 11:00", 0)]


def test_what_is_busy_and_the_air_around_it_are_left_out():
    ten = midnight(MONDAY, TOKYO) + 600
    busy = ([0], [ten], [ten + 60])
    found = free(asked=HOUR, days=days(), windows=[Window(0, 0, 540, 720)], busy=busy)
    assert clocks(found) == [("11/30 09:00", 0), ("11/30 11:00", 0)]
    asked = Asked(minutes=60, step=60, after=15)
    found = free(asked=asked, days=days(), windows=[Window(0, 0, 540, 720)], busy=busy)
    assert clocks(found) == [("11/30 11:00", 0)]


def test_a_holiday_of_the_desk_has_no_times_but_a_single_opening_has():
    shut = days(shut=[MONDAY])
    assert not len(free(asked=HOUR, days=shut, windows=[Window(0, 0, 540, 720)]))
    begin = midnight(MONDAY, TOKYO)
    extra = [(0, begin + 600, begin + 660)]
    found = free(asked=HOUR, days=shut, windows=[Window(0, 0, 540, 720)], extras=extra)
    assert clocks(found) == [("11/30 10:00", 0)]


def test_the_second_and_fourth_thursday_and_the_last_week():
    window = Window(0, 3, 540, 600, weeks=2 | 8)
    found = free(asked=HOUR, days=days(date(2026, 12, 1), 31), windows=[window])
    assert [clock for clock, _w in clocks(found)] == ["12/10 09:00", "12/24 09:00"]
    last = free(asked=HOUR, days=days(date(2026, 12, 1), 31), windows=[Window(0, 3, 540, 600, 32)])
    assert [clock for clock, _w in clocks(last)] == ["12/31 09:00"]
    assert week_bits(date(2027, 2, 28)) == 8 | 32


def test_a_room_must_be_free_too():
    begin = midnight(MONDAY, TOKYO)
    rooms_busy = ([0, 1], [begin + 540, begin + 540], [begin + 600, begin + 660])
    found = free(
        asked=HOUR, days=days(), windows=[Window(0, 0, 540, 720)], rooms=2, rooms_busy=rooms_busy
    )
    assert [clock for clock, _w in clocks(found)] == ["11/30 10:00", "11/30 11:00"]
    assert not len(free(asked=HOUR, days=days(), windows=[Window(0, 0, 540, 720)], rooms=0))


def test_the_days_count_each_time_once():
    found = free(asked=HOUR, days=days(), windows=[Window(0, 0, 540, 720), Window(1, 0, 540, 720)])
    assert found.count_by_day(days()) == [3, 0, 0, 0, 0, 0, 0]


def slowly(asked, all_days, windows, busy, extras=(), rooms=None, rooms_busy=((), (), ())):
    """The same in plain loops: a minute at a time, as one would explain it."""

    def is_taken(whose, start, taken):
        first, last = start - asked.before, start + asked.minutes + asked.after
        return any(
            one == whose and s < last and e > first for one, s, e in zip(*taken, strict=True)
        )

    def has_room(start):
        return rooms is None or any(not is_taken(n, start, rooms_busy) for n in range(rooms))

    found = []
    spans = [(w, begin, end) for w, begin, end in extras]
    for day, begin, works in zip(all_days.days, all_days.midnights, all_days.works, strict=True):
        for w in windows:
            if not works or day.weekday() != w.weekday:
                continue
            spans.append((w.worker, begin + w.opens, begin + w.closes))
    for worker, begin, end in spans:
        for start in range(begin, end - asked.minutes + 1, asked.step):
            soon = not asked.earliest <= start <= asked.latest
            if not soon and not is_taken(worker, start, busy) and has_room(start):
                found.append((start, worker))
    return sorted(set(found))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_it_agrees_with_a_slow_loop(seed):
    dice = random.Random(seed)
    some = days(MONDAY, 14)
    windows = [
        Window(dice.randrange(3), dice.randrange(5), opens := dice.randrange(480, 900, 15),
               opens + dice.randrange(15, 300, 15))
        for _n in range(8)
    ]  # fmt: skip

    def some_time():
        return midnight(dice.choice(some.days), TOKYO) + dice.randrange(400, 1200, 5)

    def taken(whose, many):
        rows = [
            (dice.randrange(whose), some_time(), dice.randrange(5, 200, 5)) for _n in range(many)
        ]
        return [w for w, _a, _n in rows], [a for _w, a, _n in rows], [a + n for _w, a, n in rows]

    extras = [
        (dice.randrange(3), at := some_time(), at + dice.randrange(20, 240, 5)) for _n in range(3)
    ]
    rooms = dice.choice([None, 1, 2])
    busy, rooms_busy = taken(3, 30), taken(rooms or 1, 40)
    asked = Asked(
        minutes=dice.choice([15, 30, 60]), step=dice.choice([15, 20, 30]),
        before=dice.choice([0, 10]), after=dice.choice([0, 15]),
        earliest=some.midnights[dice.randrange(3)],
    )  # fmt: skip
    known = {"busy": busy, "extras": extras, "rooms": rooms, "rooms_busy": rooms_busy}
    found = free(asked=asked, days=some, windows=windows, **known)
    got = list(zip(found.starts.tolist(), found.workers.tolist(), strict=True))
    assert got == slowly(asked, some, windows, **known)
