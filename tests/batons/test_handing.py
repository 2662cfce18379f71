"""Handing over has two sides, and the giver holds the baton until the other has taken it."""

from datetime import date

import pytest

from tomoni.core.errors import Refused
from tomoni.ground.batons import actions
from tomoni.ground.batons.models import Baton, Offer
from tomoni.ground.notices.models import Notice


def test_a_new_matter_is_in_a_teams_hands_with_a_day(baton, snow):
    assert baton.team == snow
    assert baton.due_on == date(2026, 11, 27)  # Three working days after Tuesday the 24th.
    assert baton.finish_by > baton.due_on
    assert baton.next_step
    assert [step.act for step in baton.steps.all()] == ["opened"]


def test_the_giver_holds_it_until_it_is_accepted(baton, snow, homes, yuki, sumi, at):
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at, note="家の傷みの話です")
    baton.refresh_from_db()
    assert baton.team == snow

    actions.accept(offer=offer, by=sumi, at=at, person=sumi)

    baton.refresh_from_db()
    assert (baton.team, baton.person) == (homes, sumi)
    assert [step.act for step in baton.steps.all()] == ["opened", "offered", "accepted"]


def test_what_cannot_be_taken_comes_back_with_a_coded_reason(baton, snow, homes, yuki, sumi, at):
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at)

    with pytest.raises(Refused, match="理由を選んで"):
        actions.give_back(offer=offer, reason="", by=sumi, at=at)
    actions.give_back(offer=offer, reason="out_of_area", by=sumi, at=at, reply="区域の外でした")

    baton.refresh_from_db()
    offer.refresh_from_db()
    assert baton.team == snow
    assert offer.status == "returned"
    assert baton.steps.last().reason == "out_of_area"


def test_another_team_can_neither_act_nor_accept(baton, homes, desk, yuki, sumi, ema, at):
    with pytest.raises(Refused, match="ほかのチームが持っています"):
        actions.note(baton=baton, text="見ました", by=sumi, at=at)
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at)
    with pytest.raises(Refused, match="ほかのチームに差し出された"):
        actions.accept(offer=offer, by=ema, at=at)


def test_one_offer_is_open_at_a_time(baton, homes, desk, yuki, sumi, at):
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at)
    with pytest.raises(Refused, match="返事を待っています"):
        actions.offer(baton=baton, to_team=desk, by=yuki, at=at)

    actions.withdraw(offer=offer, by=yuki, at=at)
    with pytest.raises(Refused, match="取り下げられました"):
        actions.accept(offer=offer, by=sumi, at=at)
    actions.offer(baton=baton, to_team=desk, by=yuki, at=at)
    assert Offer.objects.open().count() == 1


def test_a_late_matter_is_not_silenced_by_a_word_alone(baton, yuki, at):
    Baton.objects.update(due_on=date(2026, 11, 20), level=2, answered_at=at)
    with pytest.raises(Refused, match="新しい期日"):
        actions.note(baton=baton, text="留守でした", by=yuki, at=at)

    actions.note(
        baton=baton, text="留守でした", next_step="もう一度訪ねる", due_on=date(2026, 11, 26),
        by=yuki, at=at,
    )  # fmt: skip
    baton.refresh_from_db()
    assert (baton.level, baton.due_on) == (0, date(2026, 11, 26))


def test_it_ends_only_when_nothing_of_it_is_open(baton, homes, yuki, sumi, at):
    part = actions.split(baton=baton, title="家の傷み", next_step="見に行く", by=yuki, at=at)
    with pytest.raises(Refused, match="分けた案件がまだ1件"):
        actions.close(baton=baton, outcome="done", words="雪をおろしました", by=yuki, at=at)
    question = actions.ask(baton=part, to_team=homes, text="いつ建った家ですか", by=yuki, at=at)
    with pytest.raises(Refused, match="返事を1件待っています"):
        actions.close(baton=part, outcome="done", words="見ました", by=yuki, at=at)
    actions.answer(question=question, text="昭和50年です", by=sumi, at=at)
    actions.close(baton=part, outcome="done", words="見ました", by=yuki, at=at)
    with pytest.raises(Refused, match="分かることば"):
        actions.close(baton=baton, outcome="done", words=" ", by=yuki, at=at)

    actions.close(baton=baton, outcome="done", words="雪をおろしました", by=yuki, at=at)
    assert not Baton.objects.open().exists()


def test_two_that_are_one_go_on_as_one(baton, snow, yuki, at):
    other = actions.open_baton(kind="desk.note", title="同じ家の雪", team=snow, by=yuki, at=at)
    actions.join(baton=other, into=baton, by=yuki, at=at)

    other.refresh_from_db()
    assert (other.status, other.outcome, other.joined_into) == ("closed", "joined", baton)
    actions.reopen(baton=other, reason="別の家でした", by=yuki, at=at)
    other.refresh_from_db()
    assert other.is_open and other.joined_into is None


def test_the_desk_takes_what_has_climbed_and_nothing_else(baton, desk, ema, sumi, at):
    with pytest.raises(Refused, match="総合窓口まで上がってきた"):
        actions.take(baton=baton, by=ema, at=at)
    Baton.objects.update(level=3, due_on=date(2026, 11, 18))
    with pytest.raises(Refused, match="総合窓口の人が"):
        actions.take(baton=baton, by=sumi, at=at)

    actions.take(baton=baton, by=ema, at=at)
    baton.refresh_from_db()
    assert (baton.team, baton.person, baton.level) == (desk, ema, 0)


def test_each_side_is_told_once_and_not_by_name(baton, homes, yuki, sumi, at):
    offer = actions.offer(baton=baton, to_team=homes, by=yuki, at=at)
    actions.accept(offer=offer, by=sumi, at=at)

    told = {(n.kind, n.user): n for n in Notice.objects.select_related("wording")}
    assert set(told) == {("batons.offered", sumi), ("batons.offer_answered", yuki)}
    assert baton.number in told["batons.offered", sumi].wording.text
    assert "屋根" not in told["batons.offered", sumi].wording.text
