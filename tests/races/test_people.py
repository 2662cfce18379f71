"""Beginning and acting at the same moment: one code used twice, too many texts to one number."""

from uuid import uuid4

import pytest

from tests.races.conftest import Person

TRIES = 12
PASSWORDS = ("umi-kaze-yama-3", "kawa-ame-mori-5")
HEAD = "import json\nfrom datetime import date\nfrom uuid import uuid4\nfrom django.utils import timezone\nat = timezone.now()\n"


def letter(town):
    """The code of a letter to somebody who has an account, and the account's number."""
    return town.ask(
        HEAD + "from tests.people import person\n"
        "from tomoni.ground.people.actions import codes, persons\n"
        "user = person(f'kiku-{uuid4()}@example.jp', '髙橋 キク', 'たかはし きく')\n"
        "one = persons.of_account(user=user, at=at)\n"
        "persons.edit(person=one, birth_on=date(1940, 3, 4), by=None, at=at)\n"
        "print(json.dumps([codes.make_letter_code(person=one, by=user, at=at), str(user.pk)]))"
    )


def used(town, user):
    return town.ask(
        "import json\nfrom tomoni.core.models import AuditRow\n"
        f"print(json.dumps(AuditRow.objects.filter(act='people.letter_code_used', thing_id={user!r}).count()))"
    )


def use_at_once(town, code):
    stranger = Person(town.base, "nobody")
    known = {"code": code, "birth_on": "1940-03-04", "way": "password"}
    return town.at_once(
        *[lambda p=p: stranger.post("/join/letter/", {**known, "password": p}) for p in PASSWORDS]
    )


def test_without_the_lock_one_letter_opens_twice(town):
    running = town(without="letter_code")
    for _attempt in range(TRIES):
        code, user = letter(running)
        use_at_once(running, code)
        if used(running, user) == 2:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_lock_a_letter_opens_once(town):
    running = town()
    for _attempt in range(3):
        code, user = letter(running)
        answers = sorted(status for status, _page in use_at_once(running, code))
        assert answers == [200, 302] and used(running, user) == 1


def texts(town, number):
    return town.ask(
        "import json\nfrom tomoni.ground.people.actions import codes\n"
        f"mark = codes._digest('number', codes.keys.phone_key({number!r}))\n"
        "print(json.dumps(codes.TextCode.objects.filter(number_digest=mark).count()))"
    )


def ask_at_once(town, number, times=8):
    stranger = Person(town.base, "nobody")
    town.at_once(*[lambda: stranger.post("/join/phone/", {"number": number})] * times)
    return texts(town, number)


def some_number():
    return f"090-{uuid4().int % 9000 + 1000}-{uuid4().int % 9000 + 1000}"


def test_without_the_lock_more_texts_go_than_may(town):
    running = town(without="text_limit")
    for _attempt in range(TRIES):
        if ask_at_once(running, some_number()) > 3:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_lock_no_more_than_three_texts_an_hour(town):
    for _attempt in range(3):
        assert ask_at_once(town(), some_number()) == 3
