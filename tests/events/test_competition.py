"""Teams compete: the rule, the teams, the sheet of scores that two can keep, and who leads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.events.salons import salon_with
from tests.factories import MembershipFactory, OrganisationFactory
from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import competition
from tomoni.doing.events.models import CompetitionTeam, Score
from tomoni.doing.events.queries import competition as queries
from tomoni.doing.events.rules.competition import Entry, standings

RULE = {
    "unit": "運んだ雪（kg）",
    "more_wins": "more",
    "rounds": "２",
    "team_size": "５人",
    "words": "屋根に登らない。",
}


def entry(name, *scores):
    known = {n: Decimal(str(value)) for n, value in enumerate(scores, 1) if value is not None}
    return Entry(name, name, scores=known)


@pytest.mark.parametrize(
    ("more_wins", "wanted"),
    [
        (True, [(1, "雪組"), (2, "坂組"), (2, "港組"), (4, "灯組"), (None, "遅組")]),
        (False, [(1, "灯組"), (2, "坂組"), (2, "港組"), (4, "雪組"), (None, "遅組")]),
    ],
)
def test_the_sum_decides_equals_share_a_place_and_who_lacks_a_round_has_none(more_wins, wanted):
    teams = [
        entry("遅組", 1), entry("坂組", 10, 5), entry("雪組", 20, 0.5), entry("港組", 7.5, 7.5),
        entry("灯組", 1, 2),
    ]  # fmt: skip
    found = standings(teams, rounds=2, more_wins=more_wins)
    assert [(one.rank, one.entry.name) for one in found] == wanted


def test_before_the_first_round_nobody_leads_and_a_round_nobody_had_is_not_missing():
    assert [
        one.rank for one in standings([entry("甲"), entry("乙")], rounds=3, more_wins=True)
    ] == [None] * 2
    assert [one.rank for one in standings([entry("甲", 1)], rounds=3, more_wins=True)] == [1]


@pytest.fixture
def date(db, sato):
    at = timezone.now()
    salon = OrganisationFactory(slug="mihon-yuki", name="見本の雪の会")
    MembershipFactory(organisation=salon, user=sato, part="editor")
    starts = at + timedelta(days=5)
    return salon_with(slug="mihon-snow", at=at, starts_at=starts, organisation=salon).occurrence


def sheet(client, page, **changed):
    """The fields of the page as a browser sends them, with some changed: name=…, name_was=…"""
    table = queries.table_of(page)
    answers = {"do": "note"}
    for row in table.rows:
        for nth, value in zip(table.rounds, row.rounds, strict=True):
            stands = "" if value is None else str(value)
            answers[f"s-{row.entry.key}-{nth}"] = changed.get(f"{row.entry.name}{nth}", stands)
            answers[f"ws-{row.entry.key}-{nth}"] = changed.get(f"{row.entry.name}{nth}_was", stands)
    return client.post(f"/staff/events/dates/{page.pk}/scores/", answers)


def test_an_organiser_sets_the_rule_enters_teams_and_everybody_reads_who_leads(client, date, sato):
    public = f"/events/mihon-snow/{date.pk}/"
    assert "standings-title" not in client.get(public).text
    client.force_login(sato)
    scores = f"/staff/events/dates/{date.pk}/scores/"
    assert client.get(scores).status_code == 404  # No rule yet.
    assert (
        "回数は1から"
        in client.post("/staff/events/mihon-snow/competition/", RULE | {"rounds": "0"}).text
    )
    assert client.post("/staff/events/mihon-snow/competition/", RULE).status_code == 302
    assert "運んだ雪" in client.get("/staff/events/mihon-snow/competition/").text
    assert "まだ組がありません" in client.get(scores).text
    for name, members in (("坂組", "3"), ("港組", "５")):
        assert (
            client.post(scores, {"do": "enter", "name": name, "members": members}).status_code
            == 302
        )
    assert (
        "もうあります" in client.post(scores, {"do": "enter", "name": "坂組", "members": "1"}).text
    )
    assert "5人までです" in client.post(scores, {"do": "enter", "name": "丙", "members": "6"}).text
    assert "記録は、競技が始まると" in client.get(public).text
    wrong = sheet(client, date, 坂組1="たくさん")
    assert "数字で書いてください。例: 12.5" in wrong.text and Score.objects.count() == 0
    assert "999999.99" in sheet(client, date, 坂組1="-1").text
    assert sheet(client, date, 坂組1="１２.5", 港組1="20", 坂組2="9").status_code == 302
    client.logout()
    page = client.get(public).text
    assert "屋根に登らない" in page and page.index("港組") > page.index("standings-title")
    table = queries.table_of(date)
    assert [(one.rank, one.entry.name) for one in table.rows] == [(1, "坂組"), (None, "港組")]
    done = audit.history(CompetitionTeam.objects.get(name="坂組")).first()
    assert (done.act, done.changes["1"], done.by) == ("events.scores_noted", [None, "12.50"], sato)


def test_two_who_keep_the_score_do_not_write_over_each_other_unseen(client, date, sato):
    at = timezone.now()
    competition.rule(
        series=date.series,
        unit="kg",
        more_wins=True,
        rounds=2,
        team_size=5,
        words="",
        by=None,
        at=at,
    )
    team = competition.enter(occurrence=date, name="坂組", members=1, by=None, at=at)
    client.force_login(sato)
    sheet(client, date, 坂組1="10")
    late = sheet(client, date, 坂組1="12", 坂組1_was="")  # Opened before the ten was written.
    assert "ほかの人が先に10" in late.text and Score.objects.get().value == 10
    assert sheet(client, date, 坂組1="10", 坂組1_was="").status_code == 302  # Both wrote the same.
    assert sheet(client, date, 坂組2="3").status_code == 302
    assert sheet(client, date, 坂組1="12").status_code == 302
    assert Score.objects.get(nth=1).value == 12
    scores = f"/staff/events/dates/{date.pk}/scores/"
    assert "取り消せません" in client.post(scores, {"do": f"withdraw-{team.pk}"}).text
    with pytest.raises(Refused):
        competition.rule(
            series=date.series,
            unit="kg",
            more_wins=True,
            rounds=1,
            team_size=5,
            words="",
            by=None,
            at=at,
        )
    sheet(client, date, 坂組1="", 坂組2="")
    assert client.post(scores, {"do": f"withdraw-{team.pk}"}).status_code == 302
    assert not CompetitionTeam.objects.exists()


def test_nobody_else_writes_scores(client, date, ken):
    competition.rule(
        series=date.series, unit="kg", more_wins=True, rounds=2, team_size=5, words="", by=None,
        at=timezone.now(),
    )  # fmt: skip
    client.force_login(ken)
    assert client.get(f"/staff/events/dates/{date.pk}/scores/").status_code == 404
    assert client.get("/staff/events/mihon-snow/competition/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"), [("en", "more wins"), ("ja-easy", "多いほうが 勝ち")]
)
def test_the_standings_speak_three_languages(client, date, language, words):
    competition.rule(
        series=date.series, unit="kg", more_wins=True, rounds=2, team_size=5, words="", by=None,
        at=timezone.now(),
    )  # fmt: skip
    client.cookies["lang"] = language
    assert words in client.get(f"/events/mihon-snow/{date.pk}/").text
