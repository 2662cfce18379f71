"""Clerks ring the same person at the same moment, about umbrellas or for a shift: one of them does."""

from contextlib import contextmanager

import pytest

CONTENDERS, TRIES = 50, 3
GUARD = """
from django.db import connection
from {models} import {model} as Row
once = next(one for one in Row._meta.constraints if one.name == "{name}")
with connection.schema_editor() as editor:
    if "{verb}" == "remove":
        Row._meta.constraints.remove(once)  # SQLite writes the table anew from these.
        editor.remove_constraint(Row, once)
    else:
        Row.objects.all().delete()
        editor.add_constraint(Row, once)
print(1)
"""
UMBRELLAS = """
import json
from django.utils.timezone import localdate, now
from tests.factories import PersonFactory
from tomoni.ties.umbrellas.actions import calling
from tomoni.ties.umbrellas.models import Call
at = now()
if not Call.objects.current(localdate()):
    calling.call(number=9, until_on=localdate(), words="", by=None, at=at)
person = PersonFactory(phone="0134-11-1111")
made = calling.listen_for(person=person, is_rung=True, by=None, at=at)
print(json.dumps(dict(path=f"/staff/umbrellas/callers/{made.pk}/ring/", of=dict(helper=made.pk))))
"""
VOLUNTEERS = """
import json
from django.utils.timezone import now
from tests.volunteering.towns import shift, volunteer
where, who = shift(at=now()), volunteer(at=now())
path = f"/staff/volunteering/shifts/{where.pk}/ring/{who.pk}/"
print(json.dumps(dict(path=path, of=dict(volunteer=str(who.pk)))))
"""
STATE = """
from {models} import {model} as Row
print(Row.objects.filter(**{of}).count())
"""
# Which guard is taken out: (the room, its model, its constraint, what is made first)
RACES = {
    "umbrellas": (
        "tomoni.ties.umbrellas.models", "Ringing", "umbrellas_nobody_is_rung_twice", UMBRELLAS,
    ),
    "volunteering": (
        "tomoni.doing.volunteering.models", "Sounding", "volunteering_nobody_is_asked_twice",
        VOLUNTEERS,
    ),
}  # fmt: skip


@contextmanager
def no_guard(town, models, model, name):
    known = {"models": models, "model": model, "name": name}
    town.ask(GUARD.format(verb="remove", **known))
    try:
        yield
    finally:
        town.ask(GUARD.format(verb="add", **known))


def everybody_rings(town, made):
    clerks = (town.mori, town.abe)
    return town.at_once(
        *[lambda n=n: clerks[n % 2].post(made["path"], {}) for n in range(CONTENDERS)]
    )


def rung(town, models, model, made):
    return town.ask(STATE.format(models=models, model=model, of=made["of"]))


@pytest.mark.parametrize("room", RACES)
def test_without_the_guard_somebody_is_rung_twice(town, room):
    models, model, name, make = RACES[room]
    running = town(without=room)
    with no_guard(running, models, model, name):
        for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
            made = running.ask(make)
            everybody_rings(running, made)
            if rung(running, models, model, made) > 1:
                return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


@pytest.mark.parametrize("room", RACES)
def test_fifty_take_the_telephone_for_one_person_and_one_rings(town, room):
    models, model, _name, make = RACES[room]
    running = town()
    made = running.ask(make)
    answered = everybody_rings(running, made)
    assert {status for status, _page in answered} == {302}, answered[:3]
    assert rung(running, models, model, made) == 1
