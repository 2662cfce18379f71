"""Teams: one comprehensive desk, nobody twice in one team, none dissolved with work in hand."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, TODAY, OrganisationFactory, TeamFactory
from tomoni.core.errors import Refused
from tomoni.core.models import AuditRow
from tomoni.ground.people import hooks, queries
from tomoni.ground.people.actions import teams
from tomoni.ground.people.models import Cover, Team


def test_the_database_knows_one_comprehensive_desk_only(db):
    TeamFactory(desk=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamFactory(desk=True)


def test_a_second_desk_is_refused_in_words(db, ono):
    TeamFactory(desk=True)
    with pytest.raises(Refused, match="総合窓口はすでに"):
        teams.open_team(
            slug="two", organisation=OrganisationFactory(), name="二つ目",
            is_comprehensive_desk=True, by=ono, at=NOW,
        )  # fmt: skip


def test_the_desk_is_passed_on_and_never_missing(db, ono):
    first, second = TeamFactory(desk=True), TeamFactory()
    teams.make_comprehensive_desk(team=second, by=ono, at=NOW)
    assert queries.comprehensive_desk() == second
    first.refresh_from_db()
    second.refresh_from_db()
    assert queries.above(first) == second
    assert queries.above(second) is None


def test_the_desk_cannot_be_dissolved(db, ono):
    desk = TeamFactory(desk=True)
    with pytest.raises(Refused, match="先にほかのチームを"):
        teams.dissolve(team=desk, on=TODAY, by=ono, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=desk.pk).update(dissolved_on=TODAY)


def test_a_team_with_something_in_hand_is_not_dissolved(db, ono, monkeypatch):
    def still_holds(*, team, on, by, at):
        raise Refused("このチームには、まだ3件あります。")

    team = TeamFactory()
    monkeypatch.setattr(hooks, "before_dissolving", [still_holds])
    with pytest.raises(Refused, match="まだ3件"):
        teams.dissolve(team=team, on=TODAY, by=ono, at=NOW)
    team.refresh_from_db()
    assert team.dissolved_on is None


def test_a_dissolved_team_lets_its_people_go(db, ono, tani):
    team = TeamFactory(members=[tani])
    assert list(queries.teams_of(tani, TODAY)) == [team]
    teams.dissolve(team=team, on=TODAY, by=ono, at=NOW)
    assert not queries.teams_of(tani, TODAY).exists()
    assert team.memberships.get().until_on == TODAY
    assert AuditRow.objects.filter(act="people.team_dissolved", thing_id=str(team.pk)).exists()


def test_a_team_that_others_send_late_matters_to_stays(db, ono):
    upper = TeamFactory()
    TeamFactory(escalates_to=upper)
    with pytest.raises(Refused, match="送り先"):
        teams.dissolve(team=upper, on=TODAY, by=ono, at=NOW)


def test_late_matters_never_go_round_in_a_ring(db, ono):
    one = TeamFactory()
    two = TeamFactory(escalates_to=one)
    three = TeamFactory(escalates_to=two)
    with pytest.raises(Refused, match="ひと回り"):
        teams.edit(team=one, escalates_to=three, by=ono, at=NOW)


def test_leads_and_members_are_those_of_the_day(db, ono, tani, ishida):
    team = TeamFactory(leads=[ono], members=[tani])
    row = teams.add_member(team=team, user=ishida, from_on=date(2026, 12, 1), by=ono, at=NOW)
    assert list(queries.leads_of(team, TODAY)) == [ono]
    assert set(queries.members_of(team, TODAY)) == {ono, tani}
    assert ishida in queries.members_of(team, date(2026, 12, 1))
    teams.end_member(membership=row, on=date(2026, 12, 31), by=ono, at=NOW)
    assert ishida not in queries.members_of(team, date(2027, 1, 1))


def test_nobody_is_in_a_team_twice(db, ono, tani):
    team = TeamFactory(members=[tani])
    with pytest.raises(Refused, match="すでに入っています"):
        teams.add_member(team=team, user=tani, by=ono, at=NOW)


def test_a_team_opens_on_at_least_one_day(db, ono):
    with pytest.raises(Refused, match="曜日"):
        teams.edit(team=TeamFactory(), open_weekdays=0, by=ono, at=NOW)


def test_who_covers_for_whom(db, ono, tani, ishida):
    row = teams.cover(absent=tani, covered_by=ono, from_on=TODAY, until_on=TODAY, by=ono, at=NOW)
    assert [cover.covered_by for cover in queries.covers_of(tani, TODAY)] == [ono]
    assert [cover.absent for cover in queries.covered_by(ono, TODAY)] == [tani]
    with pytest.raises(Refused, match="休みの日"):
        teams.cover(absent=ishida, covered_by=tani, from_on=TODAY, until_on=TODAY, by=ono, at=NOW)
    with pytest.raises(Refused, match="別の人"):
        teams.cover(absent=ono, covered_by=ono, from_on=TODAY, until_on=TODAY, by=ono, at=NOW)
    teams.end_cover(cover=row, on=date(2026, 11, 1), by=ono, at=NOW)
    assert not Cover.objects.exists()
