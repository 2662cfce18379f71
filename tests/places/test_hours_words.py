"""The hours as a person says them."""

from datetime import date, datetime

import pytest

from tomoni.town.places.rules import clock
from tomoni.town.places.rules.hours import Differs, Timetable
from tomoni.town.places.rules.hours_words import answer, rest_lines, week_lines
from tomoni.town.places.rules.week import Span

WEEKDAYS = tuple(Span(weekday=d, opens=540, closes=1040) for d in range(5))
THURSDAYS = (Span(weekday=3, opens=600, closes=840, weeks=10),)


def t(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("minute", "said"),
    [
        (0, "午前0時"),
        (630, "午前10時30分"),
        (720, "正午"),
        (780, "午後1時"),
        (1440, "午後12時"),
        (1560, "翌午前2時"),
    ],
)
def test_times_of_day(minute, said):
    assert clock.clock(minute) == said


@pytest.mark.parametrize(
    ("table", "when", "said"),
    [
        (Timetable(WEEKDAYS), "2026-11-24 10:00", "いま開いています。今日は午後5時20分まで。"),
        (Timetable(WEEKDAYS), "2026-11-24 08:00", "いまは閉まっています。今日は午前9時から。"),
        (Timetable(WEEKDAYS), "2026-11-24 18:00", "今日は終わりました。次は明日 午前9時から。"),
        (
            Timetable(WEEKDAYS),
            "2026-11-27 18:00",
            "今日は終わりました。次は11月30日(月) 午前9時から。",
        ),
        (
            Timetable(WEEKDAYS),
            "2026-11-23 10:00",
            "今日は祝日です（勤労感謝の日）。開いているかどうか、お電話でお確かめください。",
        ),
        (
            Timetable(WEEKDAYS, holiday_rule="closed"),
            "2026-11-23 10:00",
            "今日は休みです（祝日）。次は明日 午前9時から。",
        ),
        (
            Timetable(WEEKDAYS, closed_year_end=True),
            "2026-12-30 10:00",
            "今日は休みです（年末年始）。次は2027年1月4日(月) 午前9時から。",
        ),
        (
            Timetable(
                WEEKDAYS,
                (Differs(date(2026, 11, 24), date(2026, 11, 24), reason="職員研修"),),
            ),
            "2026-11-24 10:00",
            "今日は休みです（職員研修）。次は明日 午前9時から。",
        ),
        (
            Timetable((Span(4, 1320, 1560),)),
            "2026-11-27 23:00",
            "いま開いています。翌午前2時まで。",
        ),
        (Timetable(), "2026-11-24 10:00", "利用時間はお問い合わせください。"),
        (
            Timetable(tuple(Span(d, 0, 1440) for d in range(7)), holiday_rule="open"),
            "2026-11-24 10:00",
            "いま開いています。いつでも利用できます。",
        ),
    ],
)
def test_the_answer(table, when, said):
    assert answer(table, t(when)).words == said


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (WEEKDAYS, ["月曜から金曜 午前9時から午後5時20分まで"]),
        (THURSDAYS, ["第2・第4木曜 午前10時から午後2時まで"]),
        ((Span(3, 600, 840),), ["毎週木曜 午前10時から午後2時まで"]),
        ((Span(4, 600, 700, weeks=32),), ["最後の金曜 午前10時から午前11時40分まで"]),
        (tuple(Span(d, 0, 1440) for d in range(7)), ["毎日 24時間"]),
        (
            (Span(0, 540, 720), Span(0, 780, 1020), Span(2, 540, 720), Span(2, 780, 1020)),
            ["月曜・水曜 午前9時から正午まで、午後1時から午後5時まで"],
        ),
    ],
)
def test_the_usual_week(spans, said):
    assert [line.words for line in week_lines(spans)] == said


def test_a_season_and_a_term_are_said_behind_the_line():
    winter = Span(5, 600, 720, season_from=1201, season_until=331, note="雪の日は中止")
    trial = Span(6, 600, 720, valid_from=date(2026, 12, 1), valid_until=date(2027, 3, 31))
    notes = [line.note for line in week_lines((winter, trial))]
    assert notes == [
        "12月1日から3月31日までの間、雪の日は中止",
        "2026年12月1日から2027年3月31日まで",
    ]
    assert week_lines((trial,), today=date(2027, 4, 1)) == []


def test_holidays_and_the_turn_of_the_year_are_said():
    table = Timetable(WEEKDAYS, holiday_rule="closed", closed_year_end=True)
    assert rest_lines(table) == [
        "祝日は休みです。",
        "年末年始（12月29日から1月3日まで）は休みです。",
    ]
