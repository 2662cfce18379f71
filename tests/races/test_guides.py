"""Several groups of visitors want the one guide at the same hour."""

from uuid import uuid4

import pytest

from tests.races.conftest import Person

TRIES = 6


def free(town, n):
    """The walk's number and the key of its n-th free time; the desk is made on the first call."""
    return town.ask(
        "import json\n"
        "from datetime import timedelta\n"
        "from django.utils import timezone\n"
        "from tests.people import person\n"
        "from tests.tourism.conftest import guided\n"
        "from tomoni.doing.appointments.queries import slots\n"
        "from tomoni.ties.tourism.models import Programme\n"
        "walk = Programme.objects.select_related('kind').first() or guided(\n"
        "    person('guide@example.jp', '野口 リサ', 'のぐち りさ', 'guide')).walk\n"
        "at, today = timezone.now(), timezone.localdate()\n"
        "found = slots.search(kind=walk.kind, first=today + timedelta(days=1),\n"
        "    last=today + timedelta(days=9), at=at)\n"
        f"print(json.dumps([walk.pk, str(found.times()[{n}].key)]))"
    )


def booked(town, key):
    """How many live bookings begin at this time."""
    return town.ask(
        "import json\n"
        "from tomoni.doing.appointments.models import Booking\n"
        "from tomoni.doing.appointments.rules.minutes import moment\n"
        f"print(json.dumps(Booking.objects.live().filter(starts_at=moment(int({key!r}))).count()))"
    )


def come(town, walk, key, groups):
    somebody = Person(town.base, "nobody")
    return town.at_once(
        *[
            lambda n=n: somebody.post(
                f"/visit/ko/walks/{walk}/",
                {"at": key, "people": "2", "name": f"Group {n}", "email": f"g{n}@example.com",
                 "phone": "", "website": "", "token": str(uuid4())},
            )
            for n in range(groups)
        ]
    )  # fmt: skip


def test_without_the_guard_one_guide_has_two_groups(town):
    running = town(without="guide")
    for attempt in range(TRIES):
        walk, key = free(running, attempt)
        come(running, walk, key, 2)
        if booked(running, key) == 2:
            return
    pytest.fail(f"in {TRIES} tries the race never showed, so the guard proves nothing")


def test_with_the_guard_one_of_eight_groups_has_the_guide(town):
    running = town()
    walk, key = free(running, -1)  # No earlier race was about this time.
    answered = come(running, walk, key, 8)
    assert all(status in (200, 302) for status, _page in answered), answered
    assert booked(running, key) == 1
