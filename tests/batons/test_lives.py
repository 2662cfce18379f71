"""Random lives of batons: whatever people do in whatever order, nothing is ever dropped.

Here a few; `python -m tests.lives --plays 3000 --db sqlite` drives thousands.
"""

import json

import pytest

from tests.lives import machine


@pytest.mark.django_db
def test_random_lives_with_crashes():
    counted = machine.live(40)
    print(counted)
    assert counted["lives"] > 320
    assert counted["acts"] > 700
    assert counted["refused"] < counted["acts"]
    assert counted["crashes"] > 2


def test_several_hands_at_once_with_crashes(installation):
    one = installation()
    one.run("migrate", "-v0")
    one.run("keys", "new")
    said = one.ask(
        "from tests.lives import hands; hands.say(matters=40, acts=400, seed=1, deaths=6)"
    )
    counted = json.loads(said.splitlines()[-1])
    assert counted["wrong"] == [], counted
    assert counted["done"] > 100 and counted["killed in an act"] > 5, counted
    assert counted["killed from outside"] > 2, counted
    assert counted["met"] > 5, "nobody ever met anybody, so nothing was proven"
