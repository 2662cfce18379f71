"""Fifty gifts at once: of the last points, at the most of a year, with one key, and to each other."""

from uuid import uuid4

import pytest

from tests.races.test_points import CONTENDERS, FEW, TRIES, everybody, no_triggers

MAKE = """
import json
from dataclasses import replace
from django.utils import timezone
from tests.points.examples import TERMS
from tests.points.towns import holder, scheme_with
at = timezone.now()
scheme = scheme_with(replace(TERMS, yearly_give_most={most}), at=at)
one, two = holder(scheme, 10, at=at), holder(scheme, 10, at=at)
print(json.dumps(dict(one=one.pk, two=two.pk, of_one=one.card, of_two=two.card)))
"""
STATE = """
import json
from django.utils import timezone
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries import balances
one, two = (Account.objects.get(pk=pk) for pk in ({one}, {two}))
out = Transfer.objects.filter(debit=one, purpose="given")
print(json.dumps(dict(
    true=balances.stood(one, timezone.now())[0], given=sum(row.moved for row in out),
    rows=out.count(), kept=[one.balance, two.balance],
)))
"""


def make(town, most=None):
    return town.ask(MAKE.format(most=most))


def state(town, made):
    return town.ask(STATE.format(one=made["one"], two=made["two"]))


def three_points(made, *, token=None, back=False):
    """A press of the counter's page that was shown once more."""
    giver, card = (made["two"], made["of_one"]) if back else (made["one"], made["of_two"])
    return f"/staff/points/accounts/{giver}/give/", lambda: {
        "token": token or str(uuid4()), "card": card, "points": "3", "sure": "1",
    }  # fmt: skip


def goes_wrong(town, is_wrong, *, most=None):
    for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        made = make(town, most)
        everybody(town, *three_points(made), FEW)
        if is_wrong(state(town, made)):
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_without_the_guard_the_last_points_are_given_twice(town):
    running = town(without="points")
    with no_triggers(running):
        goes_wrong(running, lambda found: found["true"] < 0)


def test_without_the_guard_more_is_given_than_the_year_allows(town):
    goes_wrong(town(without="points"), lambda found: found["given"] > 5, most=5)


@pytest.mark.parametrize(("most", "given"), [(None, 9), (5, 3)])
def test_with_the_guard_fifty_gifts_leave_what_is_right(town, most, given):
    running = town()
    made = make(running, most)
    answered = everybody(running, *three_points(made), CONTENDERS)
    assert {status for status, _page in answered} == {200, 302}, answered
    found = state(running, made)
    assert found == {
        "true": 10 - given, "given": given, "rows": given // 3, "kept": [10 - given, 10 + given],
    }  # fmt: skip


def test_fifty_presses_with_one_key_give_once_and_each_is_told_so(town):
    running = town()
    made = make(running)
    answered = everybody(running, *three_points(made, token=str(uuid4())), CONTENDERS)
    assert {status for status, _page in answered} == {302}, answered
    assert state(running, made)["kept"] == [7, 13]


def test_two_who_give_to_each_other_wait_and_never_in_a_ring(town):
    running = town()
    made = make(running)
    there, back = three_points(made), three_points(made, back=True)
    answered = running.at_once(
        *[
            lambda n=n: running.mori.post((there, back)[n % 2][0], (there, back)[n % 2][1]())
            for n in range(CONTENDERS)
        ]
    )
    assert {status for status, _page in answered} <= {200, 302}, answered
    assert sum(state(running, made)["kept"]) == 20
