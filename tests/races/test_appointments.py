"""Fifty at one time, one person, one room; and two times that become free for one who waits."""

from uuid import uuid4

import pytest

from tests.races.conftest import Person
from tests.races.gates import without_constraints, without_holds_guard

FEW, MANY, TRIES = 8, 50, 6
BUSY = 503  # A machine with much else to do says so, and writes nothing.

DESK = """
import json
from datetime import timedelta
from django.utils import timezone
from tests.factories import OrganisationFactory, TeamFactory
from tests.people import person
from tomoni.core import link_keys
from tomoni.doing.appointments.actions import booking, desks, waiting
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.queries import slots
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import User
at = timezone.now()
today = timezone.localdate(at)
slug = {slug!r}
mori, abe = (User.objects.get(email=name + "@example.jp") for name in ("mori", "abe"))
organisation = OrganisationFactory(slug=slug)
team = TeamFactory(organisation=organisation, slug=slug, name=slug, phone="0134-00-0000", members=[mori, abe])
desk = desks.open_desk(team=team, slug=slug, name=slug, by=None, at=at)
kinds = [
    desks.add_kind(desk=desk, slug=word, name=word, minutes=minutes, step=30, by=None, at=at, **more)
    for word, minutes, more in (("hour", 60, {{}}), ("half", 30, {{}}), ("room", 60, {{"needs_room": True}}))
]
desks.add_room(desk=desk, name="相談室", by=None, at=at)
workers = []
for n in range(2):
    user = person(slug + str(n) + "@example.jp", "担当", "たんとう", "caseworker")
    workers.append(desks.add_worker(desk=desk, user=user, by=None, at=at))
    rows = [{{"weekday": day, "opens": 540, "closes": 1020}} for day in range(5)]
    desks.set_openings(worker=workers[-1], rows=rows, by=None, at=at)
contact = Contact(name="見本", phone="0134-00-0001")
free = slots.search(
    kind=kinds[0], first=today + timedelta(days=3), last=today + timedelta(days=30), at=at,
    only=[workers[0].pk],
).times()
"""
ANY_TIME = "print(json.dumps([free[0].key, [str(w.pk) for w in workers]]))"
FULL = """
made = [
    booking.book(kind=kinds[0], starts_at=one.starts_at, mode="desk", told=Told(contact), by=None,
                 at=at, worker=workers[0], channel="phone")
    for one in free[::2][:{many}]
]
waiting.wait(kind=kinds[0], mode="desk", contact=contact, from_on=today,
             until_on=today + timedelta(days=60), by=None, at=at)
print(json.dumps([link_keys.key_of("appointments.booking", one.pk) for one in made]))
"""

BOOKED = """
import json
from django.urls import reverse
from tomoni.doing.appointments.models import Booking
one = Booking.objects.get(desk__slug={slug!r})
name = one.contact["name"].removeprefix("見本")
print(json.dumps([int(name), one.number, reverse("appointments:booking", args=[one.pk])]))
"""


def word():
    return f"race-{uuid4().hex[:10]}"


def clashes(town, slug):
    """How many holds of this desk overlap another of the same person or room."""
    return town.ask(
        "import json\n"
        "from tomoni.doing.appointments.models import Hold\n"
        f"rows = list(Hold.objects.filter(booking__desk__slug={slug!r}))\n"
        "print(json.dumps(sum(a.pk < b.pk and a.resource_id == b.resource_id"
        " and a.starts < b.ends and b.starts < a.ends for a in rows for b in rows)))"
    )


def bookings(town, slug):
    return town.ask(
        "import json\n"
        "from tomoni.doing.appointments.models import Booking\n"
        f"print(json.dumps(Booking.objects.filter(desk__slug={slug!r}).count()))"
    )


def contenders(running, slug, time, workers, what, many):
    """What each posts: (kind, worker) by turns, as staff on fifty telephones."""
    people = (running.mori, running.abe)

    def call(n):
        kind, worker = what[n % len(what)]
        answers = {
            "channel": "phone", "name": f"見本{n}", "phone": "0134-00-0002",
            "time": f"{time}:{workers[worker]}", "token": str(uuid4()),
        }  # fmt: skip
        path = f"/staff/appointments/new/{slug}/{kind}/?for=self&how=desk"
        return people[n % 2].post(path, answers)

    return running.at_once(*[lambda n=n: call(n) for n in range(many)])


# One time of one person; two kinds of different length with one person; one room and two people.
CASES = {
    "slot": [("hour", 0)],
    "person": [("hour", 0), ("half", 0)],
    "room": [("room", 0), ("room", 1)],
}


@pytest.mark.parametrize("what", CASES.values(), ids=CASES)
def test_without_the_guard_one_is_booked_twice(town, what):
    running = town(without="hold")
    with without_holds_guard(running):
        for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
            slug = word()
            time, workers = running.ask(DESK.format(slug=slug) + ANY_TIME)
            contenders(running, slug, time, workers, what, FEW)
            if clashes(running, slug):
                assert bookings(running, slug) > 1
                return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


@pytest.mark.parametrize("what", CASES.values(), ids=CASES)
def test_with_the_guard_one_of_fifty_is_booked(town, what):
    running, slug = town(), word()
    time, workers = running.ask(DESK.format(slug=slug) + ANY_TIME)
    answered = contenders(running, slug, time, workers, what, MANY)
    assert (bookings(running, slug), clashes(running, slug)) == (1, 0)
    # A redirect alone is no booking: what counts is the row, and the page its asker comes to.
    (winner, number, address) = running.ask(BOOKED.format(slug=slug))
    others = [(n, *one) for n, one in enumerate(answered) if n != winner]
    assert answered[winner] == (302, address)
    status, page = (running.mori, running.abe)[winner % 2].get(address)
    assert status == 200 and number in page and f"見本{winner}" in page
    strays = [(n, status, page[:300]) for n, status, page in others if status not in (200, BUSY)]
    assert not strays, strays
    told = [page for _n, status, page in others if status == 200]
    assert told and all("この時間は" in page and "0134-00-0000" in page for page in told)


def call_off(running, slug, many):
    """All these bookings are called off at once, each through its own link; one person waits."""
    links = running.ask(DESK.format(slug=slug) + FULL.format(many=many))
    stranger = Person(running.base, "nobody")
    running.at_once(
        *[lambda key=key: stranger.post(f"/book/r/{key}/cancel/", {"sure": "on"}) for key in links]
    )
    return running.ask(
        "import json\n"
        "from tomoni.doing.appointments.models import Hold, WaitEntry\n"
        "from tomoni.ground.notices.models import Notice\n"
        f"one = WaitEntry.objects.get(kind__desk__slug={slug!r})\n"
        "print(json.dumps([one.status, Hold.objects.filter(wait=one).count(), one.offers]))"
    )


def test_without_the_guard_one_who_waits_is_offered_two_times(town):
    running = town(without="promotion")
    hold = (["appointments.Hold"], ["one_time_for_an_offer"], "wait__isnull=False")
    with without_constraints(running, *hold):
        for _attempt in range(TRIES):
            status, held, _offers = call_off(running, word(), FEW)
            assert status == "offered"
            if held > 1:
                return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_one_who_waits_is_offered_one_of_fifty_times(town):
    assert call_off(town(), word(), MANY) == ["offered", 1, 1]
