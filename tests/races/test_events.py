"""Fifty people want one thing at once: the last seats, one freed seat, one entry at the door.

The database is the last guard, so each race is first shown with its triggers and indexes taken
away and the action written as somebody in a hurry would write it.
"""

from contextlib import contextmanager

from tests.races.conftest import Person

CONTENDERS = 50
SEATS = 5
WAITING = 12
BUSY = 503  # A machine with much else to do says so, and writes nothing.
NAMES = ("one_open_offer_a_sign_up", "one_check_in_an_attendee", "one_sign_up_a_contact")
TAKE_AWAY = """
import json
from django.db import connection
from tomoni.doing.events.models import Attendance, Offer, SignUp
from tomoni.doing.events.triggers import CountSeats
with connection.schema_editor() as editor:
    CountSeats().database_backwards("events", editor, None, None)
    for model in (Offer, Attendance, SignUp):
        for one in model._meta.constraints:
            if one.name in {NAMES}:
                editor.remove_constraint(model, one)
print(json.dumps(1))
"""
BRING_BACK = """
import json
from django.db import connection
from tomoni.doing.events.models import Attendance, Feedback, Offer, Series, SignUp
from tomoni.doing.events.triggers import CountSeats
Attendance.objects.all().delete(); Offer.objects.all().delete(); SignUp.objects.all().delete()
with connection.schema_editor() as editor:
    for model in (Offer, Attendance, SignUp):
        for one in model._meta.constraints:
            if one.name in {NAMES}:
                editor.add_constraint(model, one)
    CountSeats().database_forwards("events", editor, None, None)
print(json.dumps(1))
"""
MAKE = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from tests.events.salons import join, salon_with
from tomoni.doing.events.actions import attending
from tomoni.doing.events.queries.joining import key
at = timezone.now()
role = salon_with({seats}, at=at, slug=f"race-{{uuid4().hex[:12]}}", starts_at=at + timedelta(hours={hours}), closes_hours=0)
parties = [join(role, f"見本 {{n}}", phone="", email=f"m{{n}}@example.jp", at=at + timedelta(microseconds=n)) for n in range({parties})]
print(json.dumps({{
    "role": str(role.pk), "join": f"/events/{{role.occurrence.series.slug}}/{{role.occurrence_id}}/join/?role=participant&n=1",
    "own": [f"/events/s/{{p.number}}/{{key(p)}}/" for p in parties],
    "door": f"/events/door/{{role.occurrence_id}}/" + attending.open_door(occurrence=role.occurrence, by=None, at=at) + "/",
    "number": parties[0].number if parties else "",
}}))
"""
INVITE = """
import json
from datetime import timedelta
from django.utils import timezone
from tomoni.doing.events.actions import inviting
from tomoni.doing.events.models import Role
from tomoni.doing.events.queries.inviting import path_of
from tomoni.ground.people.contacts import Contact
at = timezone.now()
role = Role.objects.select_related("occurrence__series").get(pk={role!r})
made = inviting.invite(
    role=role, guests=[inviting.Guest(Contact("見本 花子", email="hana@example.jp"))], seats=1,
    keep_until=at + timedelta(hours=5), words="", by=None, at=at,
).made[0]
print(json.dumps(path_of(made)))
"""
STATES = """
import json
from collections import Counter
from tomoni.doing.events.models import Attendance, Offer, Role, SignUp
role = Role.objects.get(pk={role!r})
rows = Counter(SignUp.objects.filter(role=role).values_list("status", flat=True))
open_offers = Offer.objects.filter(sign_up__role=role, outcome="").count()
here = Attendance.objects.filter(occurrence=role.occurrence_id).count()
print(json.dumps({{**rows, "taken": role.taken, "offers": open_offers, "here": here}}))
"""


LONG_AGO = """
import json
from datetime import timedelta
from django.db.models import F
from tomoni.doing.events.models import Turn
Turn.objects.update(arrived_at=F("arrived_at") - timedelta(minutes=1))
Turn.objects.exclude(settled_at=None).update(settled_at=F("settled_at") - timedelta(minutes=1))
print(json.dumps(1))
"""
ORDER = """
import json
from tomoni.doing.events.models import Role, Turn
turns = Turn.objects.filter(role={role!r}).order_by("arrived_at", "id")
places = [(one.sign_up.status != "confirmed", one.sign_up.queued_at) for one in turns]
print(json.dumps(places == sorted(places)))
"""


def make(town, *, seats, parties=0, hours=48):
    return town.ask(MAKE.format(seats=seats, parties=parties, hours=hours))


def states(town, made):
    return town.ask(STATES.format(role=made["role"]))


@contextmanager
def no_guard(town):
    """The database without what it refuses; the rows of the race go before the guards come back."""
    town.ask(TAKE_AWAY.replace("{NAMES}", repr(NAMES)))
    try:
        yield
    finally:
        town.ask(BRING_BACK.replace("{NAMES}", repr(NAMES)))


def everybody(town, path, answers):
    """Fifty at the same moment; `answers(n)` is what each sends."""
    stranger = Person(town.base, "nobody")
    return town.at_once(*[lambda n=n: stranger.post(path, answers(n)) for n in range(CONTENDERS)])


def party(n):
    return {"name": f"見本 次郎{n}", "email": f"mihon-{n}@example.jp", "wait": "on"}


def test_without_the_guard_more_come_than_there_are_seats(town):
    running = town(without="seats")
    with no_guard(running):
        made = make(running, seats=SEATS)
        everybody(running, made["join"], party)
        assert states(running, made)["confirmed"] > SEATS


def test_the_database_alone_refuses_one_seat_too_many(town):
    running = town(without="seats")
    made = make(running, seats=SEATS)
    everybody(running, made["join"], party)
    found = states(running, made)
    assert (found["confirmed"], found["taken"]) == (SEATS, SEATS)


def test_with_the_guard_the_seats_are_filled_and_the_rest_wait_in_line(town):
    running = town(without="turnstile")
    made = make(running, seats=SEATS)
    answered = everybody(running, made["join"], party)
    assert [status for status, _page in answered] == [302] * CONTENDERS
    found = states(running, made)
    assert found["confirmed"] == found["taken"] == SEATS
    assert found["waiting"] == CONTENDERS - SEATS


def test_a_crowd_is_let_in_in_the_order_of_arrival_however_many_let_in_at_once(town):
    running = town()
    made = make(running, seats=SEATS)
    answered = everybody(running, made["join"], party)
    assert {status for status, _page in answered} == {302}
    turned = [page for _status, page in answered if page.startswith("/events/t/")]
    assert turned
    stranger = Person(running.base, "nobody")
    running.ask(LONG_AGO)  # No worker is there: whoever looks lends a hand, here all at once.
    while any(status != 302 for status, _page in looked_at(running, stranger, turned)):
        running.ask(LONG_AGO)
    found = states(running, made)
    assert found["confirmed"] == found["taken"] == SEATS
    assert found["waiting"] == CONTENDERS - SEATS
    assert running.ask(ORDER.format(role=made["role"]))


def looked_at(running, stranger, addresses):
    return running.at_once(*[lambda path=path: stranger.get(path) for path in addresses])


def test_without_the_guard_one_freed_seat_is_offered_to_several(town):
    running = town(without="seats")
    made = make(running, seats=1, parties=WAITING)  # The triggers send them into the line.
    with no_guard(running):
        everybody(running, made["own"][0], lambda _n: {"do": "cancel"})
        assert states(running, made)["offers"] > 1


def test_with_the_guard_one_freed_seat_is_offered_once(town):
    running = town()
    made = make(running, seats=1, parties=WAITING)
    answered = everybody(running, made["own"][0], lambda _n: {"do": "cancel"})
    assert [status for status, _page in answered] == [302] * CONTENDERS
    found = states(running, made)
    assert (found["offers"], found["offered"], found["taken"]) == (1, 1, 1)
    assert found["waiting"] == WAITING - 2


def test_without_the_guard_one_person_is_at_the_door_many_times(town):
    running = town()
    with no_guard(running):
        made = make(running, seats=1, parties=1, hours=1)
        everybody(running, made["door"], lambda _n: {"number": made["number"]})
        assert states(running, made)["here"] > 1


def test_with_the_guard_one_person_comes_in_once(town):
    running = town()
    made = make(running, seats=1, parties=1, hours=1)
    answered = everybody(running, made["door"], lambda _n: {"number": made["number"]})
    assert states(running, made)["here"] == 1
    led = [page for status, page in answered if status == 302]
    assert led == [f"{made['door']}?in=1"], led
    assert {status for status, _page in answered} <= {200, 302, BUSY}
    assert all("もう受付が済んでいます" in page for status, page in answered if status == 200)


def invited(town, *, seats):
    """A date with one invited party whose seat is kept, and the address of its answer."""
    made = make(town, seats=seats)
    return made, town.ask(INVITE.format(role=made["role"]))


def yes(_n):
    return {"name": "見本 花子", "email": "hana@example.jp", "wait": "on"}


def test_without_the_guard_one_invitation_is_answered_many_times(town):
    running = town(without="seats")
    with no_guard(running):
        made, link = invited(running, seats=CONTENDERS * 2)
        everybody(running, link, yes)
        assert states(running, made)["confirmed"] > 1


def test_the_database_alone_refuses_a_second_answer_to_one_invitation(town):
    running = town(without="seats")
    made, link = invited(running, seats=CONTENDERS * 2)
    everybody(running, link, yes)
    assert states(running, made)["confirmed"] == 1


def test_with_the_guard_one_invitation_is_one_sign_up_however_often_it_is_answered(town):
    running = town()
    made, link = invited(running, seats=CONTENDERS * 2)
    answered = everybody(running, link, yes)
    assert {status for status, _page in answered} <= {302, BUSY}
    found = states(running, made)
    assert (found["confirmed"], found["taken"]) == (1, 1)


def test_a_seat_kept_for_the_invited_is_sold_to_none_of_fifty(town):
    running = town(without="turnstile")
    made, link = invited(running, seats=1)
    stranger = Person(running.base, "nobody")
    calls = [lambda n=n: stranger.post(made["join"], party(n)) for n in range(CONTENDERS - 1)]
    *others, (mine, _page) = running.at_once(*calls, lambda: stranger.post(link, yes(0)))
    while mine == BUSY:
        mine, _page = stranger.post(link, yes(0))
    found = states(running, made)
    assert (found["confirmed"], found["taken"]) == (1, 1)
    assert found["waiting"] == sum(status == 302 for status, _page in others)
