"""One press at the counter, sent many times at once: one person, one account."""

from uuid import uuid4

CONTENDERS = 50
FEW = 8
MAKE = """
import json
from django.utils import timezone
from tests.points.examples import TERMS
from tests.points.towns import scheme_with
print(json.dumps(scheme_with(TERMS, at=timezone.now()).slug))
"""
STATE = """
import json
from tomoni.doing.points.models import Account
from tomoni.ground.people.models import Person
found = Person.objects.filter(name={name!r})
print(json.dumps([found.count(), Account.objects.filter(person__in=found).count()]))
"""


def press(running, many, kana, birth_on):
    """Everybody's answers, and how many persons and accounts came of one press sent so often."""
    slug, token = running.ask(MAKE), str(uuid4())
    told = {
        "token": token, "name": f"見本 {token[:8]}", "name_kana": kana, "phone": "",
        "birth_on": birth_on, "address": "",
    }  # fmt: skip
    people = (running.mori, running.abe)
    answered = running.at_once(*[
        lambda n=n: people[n % 2].post(f"/staff/points/{slug}/counter/", told)
        for n in range(many)
    ])  # fmt: skip
    return answered, running.ask(STATE.format(name=told["name"]))


def test_without_the_guard_one_press_enters_somebody_many_times(town):
    assert press(town(without="points"), FEW, "みほん きく", "1948-05-01")[1][0] > 1


def test_with_the_guard_one_press_enters_them_once(town):
    answered, made = press(town(), CONTENDERS, "れい うめお", "1931-12-24")
    # Who comes after the first is shown that somebody of this name is there already.
    assert {status for status, _page in answered} <= {200, 302}, answered
    assert 302 in {status for status, _page in answered}
    assert made == [1, 1]
