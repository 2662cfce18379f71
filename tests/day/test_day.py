"""A piece of a day with the programs killed under people's hands: nothing is lost or doubled.

The whole day of a thousand kills is a command, `python -m tests.day`; docs/benchmarks.md has what it
counted.
"""

import os
import tempfile
from pathlib import Path

import pytest

from tests.day.killing import MUST_BE_ZERO, in_memory, live_through, wrong_with
from tests.installation import Installation

pytestmark = pytest.mark.slow


@pytest.fixture
def town(pytestconfig):
    """An installation whose files lie in memory."""
    postgres = os.environ["DATABASE_URL"] if pytestconfig.getoption("--db") == "pg" else ""
    with tempfile.TemporaryDirectory(prefix="tomoni-day-", dir=in_memory()) as folder:
        one = Installation(Path(folder) / "town", postgres)
        yield one
        one.throw_away()


def test_web_worker_and_timetable_are_killed_and_nothing_is_dropped(town):
    counts = live_through(town, kills=30, seed=7)

    assert counts["wrong"] == [], counts
    assert counts["broken_requests"], "nobody was ever interrupted, so nothing was proven"
    print(counts)


@pytest.fixture
def whole():
    """The counts of a day on which everything held."""
    zero = dict.fromkeys((*MUST_BE_ZERO, "mail_copies"), 0)
    return zero | {
        "notices_missing": [], "chain": "verifies", "kills": {"web": 3}, "unclear": 2, "odd": [],
        "suggestions": 1, "acts": 1, "notices": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "found",
    [
        {"leaked": 1}, {"acts_lost": 1}, {"suggestions_twice": 1}, {"notices_not_sent": 1},
        {"notices_missing": ["batons.offered x y"]}, {"mail_copies": 3}, {"chain": "× row 7"},
        {"kills": {"web": 2}}, {"acts": 0}, {"odd": ["500 /desk/"]},
    ],
)  # fmt: skip
def test_the_reckoning_says_what_did_not_hold(whole, found):
    assert wrong_with(whole, 3) == []
    assert len(wrong_with(whole | found, 3)) == 1
