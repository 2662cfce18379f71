"""The short notation for weeks says what it means, and nonsense is named."""

import pytest

from tomoni.demo import samples, weeks
from tomoni.town.places.rules import week as rules
from tomoni.town.places.rules.week import Span


@pytest.mark.parametrize(
    "text, spans",
    [
        ("木 10:00-14:00", [(3, 600, 840, 0, None, None)]),
        ("火(2,4) 9:30-12:00", [(1, 570, 720, 0b1010, None, None)]),
        ("土(最終) 11:00-14:00", [(5, 660, 840, 32, None, None)]),
        ("金土 20:00-26:00", [(4, 1200, 1560, 0, None, None), (5, 1200, 1560, 0, None, None)]),
        ("12/1-3/31 日 8:00-17:00", [(6, 480, 1020, 0, 1201, 331)]),
        ("月-水金 9:00-10:00", [(d, 540, 600, 0, None, None) for d in (0, 1, 2, 4)]),
        (
            "土 9:00-10:00; 日 10:00-11:00",
            [(5, 540, 600, 0, None, None), (6, 600, 660, 0, None, None)],
        ),
        ("", []),
    ],
)
def test_a_week_is_read(text, spans):
    found = [
        (
            s["weekday"],
            s["opens"],
            s["closes"],
            s["weeks"],
            s.get("season_from"),
            s.get("season_until"),
        )
        for s in weeks.read(text)
    ]

    assert found == spans


def test_a_run_may_go_over_sunday():
    assert [s["weekday"] for s in weeks.read("水-日 10:00-18:00")] == [2, 3, 4, 5, 6]
    assert [s["weekday"] for s in weeks.read("日-火 10:00-18:00")] == [6, 0, 1]


def test_nonsense_is_named():
    with pytest.raises(ValueError, match="ときどき"):
        weeks.read("木 10:00-14:00; ときどき")


def test_every_week_of_the_patterns_is_one_the_directory_takes():
    for pattern in samples.patterns():
        for text in pattern.get("hours", ()):
            spans = [Span(**row) for row in weeks.read(text)]
            assert spans, pattern["category"]
            assert not any(rules.why_not(span) for span in spans), (pattern["category"], text)
            assert not rules.overlap(spans), (pattern["category"], text)
