"""Clerks ring the same person about a call for umbrellas at the same moment: one of them does."""

from contextlib import contextmanager

import pytest

CONTENDERS, TRIES = 50, 3
GUARD = """
from django.db import connection
from tomoni.ties.umbrellas.models import Ringing
once = next(one for one in Ringing._meta.constraints if one.name == "umbrellas_nobody_is_rung_twice")
with connection.schema_editor() as editor:
    if "{verb}" == "remove":
        Ringing._meta.constraints.remove(once)  # SQLite writes the table anew from these.
        editor.remove_constraint(Ringing, once)
    else:
        Ringing.objects.all().delete()
        editor.add_constraint(Ringing, once)
print(1)
"""
MAKE = """
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
print(json.dumps(dict(helper=made.pk)))
"""
STATE = """
import json
from tomoni.ties.umbrellas.models import Ringing
print(json.dumps(list(Ringing.objects.filter(helper={helper}).values_list("by__email", flat=True))))
"""


@contextmanager
def no_guard(town):
    town.ask(GUARD.format(verb="remove"))
    try:
        yield
    finally:
        town.ask(GUARD.format(verb="add"))


def everybody_rings(town, made):
    clerks = (town.mori, town.abe)
    path = f"/staff/umbrellas/callers/{made['helper']}/ring/"
    return town.at_once(*[lambda n=n: clerks[n % 2].post(path, {}) for n in range(CONTENDERS)])


def test_without_the_guard_somebody_is_rung_twice(town):
    running = town(without="umbrellas")
    with no_guard(running):
        for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
            made = running.ask(MAKE)
            everybody_rings(running, made)
            if len(running.ask(STATE.format(**made))) > 1:
                return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_fifty_take_the_telephone_for_one_person_and_one_rings(town):
    running = town()
    made = running.ask(MAKE)
    answered = everybody_rings(running, made)
    assert {status for status, _page in answered} == {302}, answered[:3]
    assert len(running.ask(STATE.format(**made))) == 1
