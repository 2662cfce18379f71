"""Pairs of acts that cannot both be, over HTTP: first with the guards out, then with them.

Which request is held by which pair stands in docs/contested.md.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.races import pairs
from tests.races.conftest import Person
from tests.races.gates import without_constraints
from tests.races.pairs import desk

COPIES = 2  # Of each pair at a time.
TIMES = 6  # On a busy machine two requests do not always meet; pairs that did not, try again.
MADE = "import json; from tests.races import pairs; print(json.dumps(pairs.given({copies}, {names}), default=str))"
COUNTED = (
    "import json, sys; from tests.races import pairs; "
    "print(json.dumps(pairs.wrong(json.loads({made!r}))))"
)
NAMES = pairs.names()
# The database's own guards that are taken out as well: models, constraints, and whose rows then go.
GUARDS = [
    (["batons.Offer"], ["one_open_offer_per_baton"], f"note={desk.OFFERED!r}"),
    # One after the other: SQLite writes the table anew for the first and an index for the second.
    (["notices.Delivery"], ["one_delivery_for_a_round"], "channel='mail', attempts=None"),
    (["notices.Delivery"], ["a_notice_goes_one_way_at_a_time"], "channel='mail', attempts=None"),
]


@pytest.fixture(scope="module")
def outcome(town):
    """`outcome(without)` gives for every pair what was wrong in each copy, and the answers."""
    known = {}

    def of(without):
        if without not in known:
            running = town(without)
            found, answers = tried(running, NAMES) if not without else ({}, {})
            for _time in range(TIMES if without else 0):
                if not (names := [name for name in NAMES if not any(found.get(name, ()))]):
                    break
                with ExitStack() as stack:
                    for labels, guards, where in GUARDS:
                        stack.enter_context(without_constraints(running, labels, guards, where))
                    once = tried(running, names)
                found, answers = found | once[0], answers | once[1]
            known[without] = found, answers
        return known[without]

    return of


def tried(running, names):
    """Four pairs are under way together: most of a race is waiting."""
    made = running.ask(MADE.format(copies=COPIES, names=names))
    with ThreadPoolExecutor(4) as pool:
        jobs = {
            name: [pool.submit(both, running, posts) for posts, _key in several]
            for name, several in made.items()
        }
        answers = {name: [job.result() for job in several] for name, several in jobs.items()}
    return running.ask(COUNTED.format(made=json.dumps(made, ensure_ascii=False))), answers


def both(running, posts):
    """The two requests at the same moment; gives their statuses."""

    def send(who, path, answers):
        person = Person(running.base, "nobody") if who == "nobody" else getattr(running, who)
        return lambda: person.post(path, answers)[0]

    return running.at_once(*[send(*post) for post in posts])


@pytest.mark.parametrize("name", NAMES)
def test_without_the_guards_both_are_done(outcome, name):
    found, answers = outcome("locks")
    assert any(found[name]), (
        f"{found[name]} {answers[name]}: the race never showed, so the guard proves nothing"
    )


@pytest.mark.parametrize("name", NAMES)
def test_with_the_guards_one_of_them_is_done(outcome, name):
    found, answers = outcome("")
    assert found[name] == [0, 0], answers[name]
    assert all(status < 500 for two in answers[name] for status in two), answers[name]
