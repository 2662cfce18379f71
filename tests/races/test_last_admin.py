"""Two administrators end each other's role at the same moment: one of them must stay."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils.timezone import localdate

from tests.people import SINCE, person
from tomoni.ground.people.actions import roles
from tomoni.ground.people.models import RoleHeld

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgres():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction at a time, so this race cannot happen there; "
                    "its test database in memory cannot show it either")  # fmt: skip


def both_at_once(monkeypatch, *, guarded):
    """Both press the button together; gives how many administrators are left."""
    one = person("ishida@example.jp", "石田 修", "いしだ おさむ", "admin")
    two = person("kato@example.jp", "加藤 恵", "かとう めぐみ", "admin")
    yesterday = localdate() - timedelta(days=1)
    assert yesterday > SINCE
    together = threading.Barrier(2, timeout=20)
    count = roles.hold_other_admins

    def without_guard(user, *, at):
        """The same count with no row held, and both counting before either writes."""
        others = (
            RoleHeld.objects.filter(role="admin", until_on=None, user__is_active=True)
            .exclude(user=user)
            .count()
        )
        together.wait()
        return others

    if not guarded:
        monkeypatch.setattr(roles, "hold_other_admins", without_guard)
    else:
        monkeypatch.setattr(roles, "hold_other_admins", count)

    def press(by, other):
        client = Client()
        client.force_login(by)
        held = other.roles_held.get()
        ready.wait()
        client.post(f"/staff/people/{other.pk}/roles/{held.pk}/end/", {"on": yesterday.isoformat()})
        connections.close_all()

    ready = threading.Barrier(2, timeout=20)
    pair = [threading.Thread(target=press, args=who) for who in ((one, two), (two, one))]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()
    return RoleHeld.objects.filter(role="admin", until_on=None).count()


def test_without_the_guard_nobody_is_left(monkeypatch):
    assert both_at_once(monkeypatch, guarded=False) == 0


def test_with_the_guard_one_stays(monkeypatch):
    assert both_at_once(monkeypatch, guarded=True) == 1
