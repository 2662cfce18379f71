"""Two administrators end each other's role at the same moment: one of them must stay."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from tests.races.conftest import Person

TRIES = 12
TWO_ADMINS = """
import json
from datetime import date
from tests.people import person
from tests.races.sessions import begin
from tomoni.ground.people.models import RoleHeld
RoleHeld.objects.filter(role="admin", until_on=None).update(until_on=date(2026, 1, 31))
found = []
for name in ("ishida", "kato"):
    user = person(f"{{name}}-{nth}@example.jp", name, name, "admin")
    found.append([begin(user), str(user.pk), user.roles_held.get().pk])
print(json.dumps(found))
"""
LEFT = """
import json
from tomoni.ground.people.models import RoleHeld
print(json.dumps(RoleHeld.objects.filter(role="admin", until_on=None).count()))
"""


def both_at_once(running, nth):
    """Both press the button together; gives the answers and how many administrators are left."""
    one, two = running.ask(TWO_ADMINS.format(nth=nth))
    yesterday = (localdate() - timedelta(days=1)).isoformat()

    def press(by, other):
        path = f"/staff/people/{other[1]}/roles/{other[2]}/end/"
        return Person(running.base, by[0]).post(path, {"on": yesterday})

    answers = running.at_once(lambda: press(one, two), lambda: press(two, one))
    return answers, running.ask(LEFT)


def test_without_the_guard_nobody_is_left(town):
    running = town(without="admins")
    for attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        answers, left = both_at_once(running, f"open-{attempt}")
        if left == 0:
            assert [status for status, _page in answers] == [302, 302]
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_one_stays(town):
    running = town()
    for attempt in range(3):
        answers, left = both_at_once(running, f"shut-{attempt}")
        assert left == 1
        assert sorted(status for status, _page in answers)[0] != 500
        assert [status for status, _page in answers].count(302) == 1
