"""One device presses "me too" several times at once."""

import pytest

from tests.races.conftest import Person

TRIES = 6
TOKEN = "5f0a4a3e-7a51-4f40-9d0c-3c1d2a7f0b11"


def shown(town):
    """The address of a wish on the board."""
    return town.ask(
        "import json\n"
        "from uuid import uuid4\n"
        "from django.utils import timezone\n"
        "from tomoni.ties.gathering_places.actions import deciding, sending\n"
        "at = timezone.now()\n"
        "w = sending.wish(text='見本', people=5, parts=15, town=None, reply={}, by=None, at=at)\n"
        "deciding.show(thing=w, words='見本', by=None, at=at)\n"
        "print(json.dumps(str(w.pk)))"
    )


def counted(town, pk):
    return town.ask(
        "import json\n"
        "from tomoni.ties.gathering_places.models import MeToo\n"
        f"print(json.dumps(MeToo.objects.filter(wish={pk!r}).count()))"
    )


def press(town, pk, times):
    """Without cookies the form's own number is the device's: the same form sent again and again."""
    somebody = Person(town.base, "nobody")
    path = f"/gathering/wishes/{pk}/"
    said = {"token": TOKEN, "contact": "", "website": ""}
    return town.at_once(*[lambda: somebody.post(path, said) for _n in range(times)])


def test_without_the_guard_one_device_counts_twice(town):
    running = town(without="me_too")
    for _attempt in range(TRIES):
        pk = shown(running)
        press(running, pk, 2)
        if counted(running, pk) == 2:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_eight_presses_are_one(town):
    running = town()
    pk = shown(running)
    answered = press(running, pk, 8)
    assert all(status in (200, 302) for status, _page in answered)
    assert counted(running, pk) == 1
