"""Transactions that overlap: what is kept stays right whoever commits last.

Several connections on PostgreSQL. SQLite has one writer at a time; tests/races asks both over HTTP.
"""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.factories import NOW
from tests.points.towns import give, holder, move, scheme_with
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import accounts
from tomoni.doing.points.actions.awarding import award
from tomoni.doing.points.models import Account, Closing, Transfer
from tomoni.doing.points.queries import balances, earned

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_thread(work):
    """Run `work` on a connection of its own; `.join()` and look at `.result`."""

    class Other(threading.Thread):
        result = None

        def run(self):
            try:
                self.result = work()
            except Exception as problem:
                self.result = problem
            finally:
                connection.close()

    other = Other()
    other.start()
    return other


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def test_a_closing_waits_for_whoever_is_still_writing(on_postgres, monkeypatch):
    monkeypatch.setattr(accounts, "BUSY", 1)
    scheme = scheme_with()
    haru = holder(scheme, 5)
    until, after = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    with transaction.atomic():
        give(haru, 3, at=NOW + timedelta(minutes=59))  # Written, and not committed yet.
        closing = in_a_thread(
            lambda: accounts.close_books(scheme=scheme, until=until, by=None, at=after)
        )
        time.sleep(0.5)
        assert closing.is_alive(), "it must not close before the other has ended"
    closing.join()
    assert closing.result is True
    accounts.snapshot(scheme=scheme, at=after)
    assert Closing.objects.get(account=haru).balance == 8 == balances.stood(haru, until)[0]


def test_a_closing_and_somebody_who_points_to_the_scheme_at_the_end_do_not_stop_each_other(
    on_postgres,
):
    scheme = scheme_with()
    haru = holder(scheme, 5)
    with transaction.atomic():
        award(
            id=uuid4(), scheme=scheme, person=haru.person, activity="snow", quantity=60,
            on=NOW.date(), by=None, at=NOW,
        )  # fmt: skip
        closing = in_a_thread(
            lambda: accounts.close_books(
                scheme=scheme, until=NOW + timedelta(hours=1), by=None, at=NOW + timedelta(hours=2)
            )
        )
        time.sleep(0.5)
        assert closing.is_alive()
    # Our commit has just asked whether the scheme of the earning is still there.
    closing.join()
    assert closing.result is True


def test_whoever_comes_late_to_a_closing_is_refused(on_postgres):
    scheme = scheme_with()
    haru = holder(scheme, 5)
    until, after = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    with transaction.atomic():
        accounts.close_books(scheme=scheme, until=until, by=None, at=after)
        late = in_a_thread(lambda: give(haru, 3, at=until))
        time.sleep(0.5)
        assert late.is_alive(), "it must wait to see whether the books are closed"
    late.join()
    assert isinstance(late.result, Refused)
    assert balances.stood(haru, after) == (5, 0)


def test_the_kept_balance_is_right_whoever_commits_last(on_postgres):
    """Each has read the old balance before the other commits."""
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    Account.objects.get(pk=haru.pk)
    with transaction.atomic():
        give(haru, 3)
        others = [in_a_thread(lambda: move(haru, ken, 1)) for _n in range(4)]
        time.sleep(0.5)
    for other in others:
        other.join()
        assert isinstance(other.result, Transfer), other.result
    assert Account.objects.get(pk=haru.pk).balance == 4
    assert not balances.wrong_balances()


def test_two_who_give_each_other_do_not_stop_each_other(on_postgres):
    scheme = scheme_with()
    haru, ken = holder(scheme, 100), holder(scheme, 100)

    def give_many(one, other):
        return [move(one, other, 1).amount for _n in range(25)]

    both = [
        in_a_thread(lambda: give_many(haru, ken)),
        in_a_thread(lambda: give_many(ken, haru)),
    ]
    for one in both:
        one.join()
        assert one.result == [1] * 25, one.result
    assert not balances.wrong_balances()


def test_the_same_asked_eight_times_at_once_moves_once(on_postgres):
    scheme = scheme_with()
    haru, key = holder(scheme), uuid4()
    many = [in_a_thread(lambda: give(haru, 5, id=key).pk) for _n in range(8)]
    for one in many:
        one.join()
        assert one.result == key
    assert Account.objects.get(pk=haru.pk).balance == 5
    assert balances.stood(earned.source_of(scheme), NOW) == (-5, 0)
