"""Quorum, majorities and codes as plain functions."""

from datetime import date

import pytest

from tomoni.ties.neighbourhoods.rules import codes, counting, meetings
from tomoni.ties.neighbourhoods.rules.counting import ALL, ATTENDING, CAST, Measure
from tomoni.ties.neighbourhoods.rules.posts import POWERS, Power, powers_of


@pytest.mark.parametrize(
    ("households", "strictly", "needed"),
    [(12, False, 6), (12, True, 7), (13, False, 7), (13, True, 7), (1, False, 1)],
)
def test_a_quorum_of_half(households, strictly, needed):
    found = counting.quorum(households=households, numerator=1, denominator=2, strictly=strictly)
    assert found == needed


@pytest.mark.parametrize(
    ("measure", "needed"),
    [
        (Measure(1, 2, CAST, True), 6),  # 過半数 of 10 cast: half is not enough.
        (Measure(1, 2, CAST, False), 5),
        (Measure(2, 3, ATTENDING, False), 8),  # Of 12 that take part.
        (Measure(2, 3, ALL, False), 14),  # Of 20 members: 13.3 is rounded up.
        (Measure(2, 3, ALL, True), 14),
        (Measure(3, 4, ATTENDING, True), 10),  # Nine is exactly three quarters of twelve.
    ],
)
def test_what_carries_a_motion(measure, needed):
    assert measure.needed(cast=10, attending=12, everybody=20) == needed


def test_abstentions_do_not_count_as_cast_and_a_tie_does_not_carry():
    tie = counting.Count(yes=5, no=5, abstain=2, needed=6)
    assert tie.cast == 10 and not tie.is_carried
    assert counting.Count(yes=6, no=5, abstain=0, needed=6).is_carried


def test_hands_are_never_more_than_there_are_households():
    assert counting.why_not_hands(yes=3, no=1, abstain=0, here=4) is None
    assert "数え直して" in counting.why_not_hands(yes=3, no=1, abstain=1, here=4)


def test_the_notice_goes_out_in_time():
    day = date(2027, 4, 20)
    on_time = meetings.why_not_send(items=1, on=date(2027, 4, 13), meets_on=day, notice_days=7)
    late = meetings.why_not_send(items=1, on=date(2027, 4, 14), meets_on=day, notice_days=7)
    assert on_time is None
    assert "2027年4月13日(火)" in late
    assert "議案がまだ" in meetings.why_not_send(items=0, on=day, meets_on=day, notice_days=0)


def test_a_word_is_the_same_at_each_printing_and_has_no_letters_taken_for_others():
    words = {codes.code_of("s", "m", str(n)) for n in range(200)}
    assert len(words) == 200
    assert codes.code_of("s", "m", "1") == codes.code_of("s", "m", "1")
    assert codes.code_of("s", "m2", "1") != codes.code_of("s", "m", "1")
    assert not set("".join(words)) & set("io01")
    typed = codes.shown(codes.code_of("s", "m", "1")).upper().replace("-", " ")
    assert codes.digest(typed) == codes.digest(codes.code_of("s", "m", "1"))


def test_every_post_sees_and_only_two_open_everything():
    assert all(Power.SEE in powers for powers in POWERS.values())
    assert [post for post, powers in POWERS.items() if powers == frozenset(Power)] == [
        "chair", "deputy",
    ]  # fmt: skip
    assert powers_of(["auditor", "treasurer"]) >= {Power.DUES, Power.HOUSEHOLDS}
    assert powers_of([]) == frozenset()
