"""Two people add a file to one matter at the same moment, and there is room for one."""

import uuid

import pytest

from tests import sheets

TRIES = 6


def matter_with_room_for_one(town):
    """The number of a matter of mori's and abe's team; the rule of the day lets one file in."""
    return town.ask(
        "import json\n"
        "from datetime import date\n"
        "from uuid import uuid4\n"
        "from django.utils import timezone\n"
        "from tests.factories import TeamFactory\n"
        "from tomoni.ground.batons import actions\n"
        "from tomoni.ground.batons.models import FileRule\n"
        "from tomoni.ground.people.models import Organisation, User\n"
        "FileRule.objects.get_or_create(from_on=date(2026, 4, 2), defaults={'most_files': 1})\n"
        "two = [User.objects.get(email=f'{n}@example.jp') for n in ('mori', 'abe')]\n"
        "salon = Organisation.objects.get(slug='mihon-salon')\n"
        "team = TeamFactory(slug=f'r-{uuid4()}', organisation=salon, members=two)\n"
        "b = actions.open_baton(kind='desk.note', title='雪', team=team, by=None, at=timezone.now())\n"
        "print(json.dumps(b.number))"
    )


def kept(town, number):
    return town.ask(
        "import json\n"
        "from tomoni.ground.batons.models import Attachment\n"
        f"print(json.dumps(Attachment.objects.filter(baton__number={number!r}).count()))"
    )


def add(person, number):
    """Upload a document that no other is like."""
    content = sheets.pdf(str(uuid.uuid4()))
    return person.upload(f"/desk/{number}/files/", {"words": ""}, ("mihon.pdf", content))


def test_without_the_guard_two_files_take_the_last_place(town):
    running = town(without="files")
    for _attempt in range(TRIES):  # On a busy machine two requests do not always meet.
        number = matter_with_room_for_one(running)
        running.at_once(*[lambda p=p, n=number: add(p, n) for p in (running.mori, running.abe)])
        if kept(running, number) == 2:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_one_of_eight_is_kept_and_the_others_are_told(town):
    running = town()
    number = matter_with_room_for_one(running)
    answered = running.at_once(
        *[lambda p=p: add(p, number) for p in [running.mori, running.abe] * 4]
    )
    assert sorted(status for status, _page in answered) == [200] * 7 + [302]
    assert all("1個まで" in page for status, page in answered if status == 200)
    assert kept(running, number) == 1
