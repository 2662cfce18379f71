"""Silence climbs from the holder to the lead to the comprehensive desk, in working days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tomoni.ground.batons import actions
from tomoni.ground.batons.actions.climbing import climb
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.batons.rules import climbing

OTARU = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(("silent", "level"), [(-3, 0), (0, 0), (1, 1), (2, 2), (3, 3), (40, 3)])
def test_the_levels(silent, level):
    assert climbing.level(silent, remind=1, lead=2, desk=3) == level


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, number, hour, tzinfo=OTARU)


def acts(baton) -> list[str]:
    return list(baton.steps.values_list("act", flat=True))


def test_a_baton_past_its_day_climbs_step_by_step(baton):
    # It is due on Friday the 27th; the weekend is not silence, the week after is.
    assert climb(at=day(28))["batons"] == 0
    for number, act in ((30, "reminded"),):
        assert climb(at=day(number))["batons"] == 1
        assert acts(baton)[-1] == act
    tuesday = day(30) + timedelta(days=1)
    assert climb(at=tuesday)["batons"] == 1
    assert acts(baton)[-1] == "climbed_lead"
    assert climb(at=tuesday + timedelta(days=1))["batons"] == 1
    assert acts(baton) == ["opened", "reminded", "climbed_lead", "climbed_desk"]


def test_running_twice_or_with_the_clock_turned_back_changes_nothing(baton):
    later = day(30, 12)
    assert climb(at=later)["batons"] == 1
    assert climb(at=later)["batons"] == 0
    assert climb(at=later - timedelta(hours=1))["batons"] == 0
    assert acts(baton) == ["opened", "reminded"]


def test_after_a_week_without_the_program_it_is_at_the_desk_at_once(baton):
    assert climb(at=day(30) + timedelta(days=7))["batons"] == 1
    baton.refresh_from_db()
    assert baton.level == Baton.Level.DESK
    assert acts(baton) == ["opened", "climbed_desk"]


def test_an_offer_ignored_for_three_working_days_climbs_to_the_desk(baton, homes, yuki, ema, at):
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at)
    for number, level in ((25, 1), (26, 2), (27, 3)):
        climb(at=day(number))
        offer.refresh_from_db()
        assert offer.level == level
    actions.take(baton=baton, by=ema, at=day(27))
    offer.refresh_from_db()
    baton.refresh_from_db()
    assert offer.status == "withdrawn"
    assert baton.team.is_comprehensive_desk


def test_a_holiday_is_no_silence(snow, yuki):
    """The 23rd of November is a holiday; due on Friday the 20th, Tuesday is the first day."""
    baton = actions.open_baton(
        kind="desk.note", title="雪", team=snow, by=yuki, at=day(18), due_on=day(20).date()
    )
    assert climb(at=day(23))["batons"] == 0
    assert climb(at=day(24))["batons"] == 1
    assert acts(baton)[-1] == "reminded"


def test_an_act_of_the_holder_brings_the_level_back(baton, yuki):
    climb(at=day(30))
    actions.note(
        baton=baton, text="訪ねました", by=yuki, at=day(30, 10),
        next_step="雪をおろす", due_on=(day(30) + timedelta(days=3)).date(),
    )  # fmt: skip
    baton.refresh_from_db()
    assert baton.level == Baton.Level.NONE
    assert Step.objects.filter(act="reminded").count() == 1


def test_an_unanswered_question_climbs_too(baton, homes, yuki, at):
    question = actions.ask(baton=baton, to_team=homes, text="空き家ですか", by=yuki, at=at)
    climb(at=day(30))
    question.refresh_from_db()
    assert question.level == Baton.Level.HOLDER
    assert baton.steps.last().reason == "question"
