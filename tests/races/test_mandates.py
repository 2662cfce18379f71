"""A mother takes her word back while her son signs her up: what comes after that is refused."""

import re
import time

from tests.races.conftest import Person

TRIES = 8
MAKE = """
import json
from datetime import timedelta
from uuid import uuid4
from importlib import import_module
from django.conf import settings
from django.utils import timezone
from tests.events.salons import salon_with
from tests.factories import PersonFactory
from tests.people import person
from tests.races.sessions import begin
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.actions.persons import of_account
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
at, word = timezone.now(), uuid4().hex[:8]
mother, son = (person(f"{name}-{word}@example.jp", name, name) for name in ("haha", "musuko"))
her = of_account(user=mother, at=at)
mandate = mandates.give(
    person=her, delegate=of_account(user=son, at=at), kind="family", scopes=["book"],
    until_on=timezone.localdate() + timedelta(days=30), proof="spoken", by=son, at=at,
)
roles = [
    salon_with(100, at=at, slug=f"mandate-{word}-{n}", starts_at=at + timedelta(days=9))
    for n in range(TRIES)
]
cookie = begin(son)
store = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
store["acting_for"] = str(her.pk)
store.save()
print(json.dumps({
    "mother": begin(mother), "son": cookie, "her": str(her.pk), "mandate": str(mandate.pk),
    "joins": [
        f"/events/{one.occurrence.series.slug}/{one.occurrence_id}/join/?role=participant&n=1"
        for one in roles
    ],
}))
"""
ORDER = """
import json
from tomoni.core.models import AuditRow
from tomoni.doing.events.models import SignUp
from tomoni.ground.people.models import ActFor
acts = list(AuditRow.objects.filter(act="people.acted_for", thing_id={her!r}).values_list("pk", flat=True))
ended = AuditRow.objects.get(act="people.mandate_ended", thing_id={her!r}).pk
print(json.dumps({{
    "after": sum(pk > ended for pk in acts), "before": sum(pk < ended for pk in acts),
    "acts": ActFor.objects.filter(person={her!r}).count(),
    "seats": SignUp.objects.filter(person={her!r}).count(),
}}))
"""


def race(running):
    """The son presses a few times, the mother once in the middle; what stands in which order."""
    made = running.ask(MAKE.replace("TRIES", str(TRIES)))
    son, mother = Person(running.base, made["son"]), Person(running.base, made["mother"])

    def sign_up(n):
        time.sleep(n * 0.05)
        answers = {
            "name": f"見本 母{n}", "email": f"musuko{n}@example.jp", "behalf": made["her"],
        }  # fmt: skip
        return son.post(made["joins"][n], answers)

    def take_back():
        time.sleep(TRIES * 0.025)
        return mother.post(f"/me/mandates/{made['mandate']}/end/", {})

    *answers, ended = running.at_once(*[lambda n=n: sign_up(n) for n in range(TRIES)], take_back)
    assert ended[0] == 302
    return answers, running.ask(ORDER.format(her=made["her"]))


def test_without_the_guard_somebody_acts_after_the_end(town):
    _answers, found = race(town(without="mandate"))
    assert found["after"] > 0


def test_with_the_guard_nothing_is_done_after_the_end_and_no_seat_is_half_taken(town):
    answers, found = race(town())
    assert found["after"] == 0
    assert found["acts"] == found["seats"] == found["before"]
    done = sum(status == 302 for status, _page in answers)
    assert done == found["seats"]
    for status, page in answers:
        assert status == 302 or "終わっています" in page, re.findall(
            r'role="alert".*?</div>', page, re.S
        )
