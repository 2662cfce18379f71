"""Two leads bring the same list of paper cards and take it in at the same moment, each many times."""

from uuid import uuid4

import pytest

PEOPLE = 12
TRIES = 6
MAKE = """
import json
from django.utils import timezone
from tests.points.examples import TERMS
from tests.points.towns import scheme_with
print(json.dumps(dict(slug=scheme_with(TERMS, at=timezone.now()).slug)))
"""
STATE = """
import json
from tomoni.doing.points.models import Account, Earning, Transfer
from tomoni.ground.people.models import Person
accounts = Account.objects.filter(scheme__slug={slug!r}, kind="person")
print(json.dumps(dict(
    people=Person.objects.filter(name__startswith={word!r}).count(), accounts=accounts.count(),
    points=sum(one.balance for one in accounts), rows=Transfer.objects.filter(credit__in=accounts).count(),
    years=Earning.objects.filter(account__in=accounts).count(),
)))
"""


def taken_in(running, presses):
    """What is there once both have taken the list in, so many presses each."""
    slug, word = running.ask(MAKE)["slug"], f"見本{uuid4().hex[:8]}"
    rows = "".join(f"{word} {n},1950-01-01,{n + 1},2\n" for n in range(PEOPLE))
    content = f"氏名,生年月日,ポイント,活動した年度\n{rows}".encode()
    shown = []
    for lead in (running.hori, running.ogawa):
        status, place = lead.upload(f"/staff/points/{slug}/opening/", {}, ("cards.csv", content))
        assert status == 302, place
        shown.append((lead, place))
    answered = running.at_once(
        *[
            lambda lead=lead, place=place: lead.post(f"{place}apply/", {})
            for lead, place in shown * presses
        ]
    )
    assert {status for status, _page in answered} == {302}, answered
    return running.ask(STATE.format(slug=slug, word=word))


def test_without_the_guard_people_are_made_known_twice(town, pytestconfig):
    if pytestconfig.getoption("--db") != "pg":
        pytest.skip("on SQLite a transaction that writes holds the whole file anyway")
    running = town(without="points")
    for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        if taken_in(running, 1)["people"] > PEOPLE:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_everybody_is_there_once_and_every_point_once(town):
    assert taken_in(town(), 25) == {
        "people": PEOPLE, "accounts": PEOPLE, "points": PEOPLE * (PEOPLE + 1) // 2, "rows": PEOPLE,
        "years": 2 * PEOPLE,
    }  # fmt: skip
