"""Many transfers as one act: the same as one after the other, in few statements, all or none."""

import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.factories import NOW
from tests.points.test_interleaving import in_a_thread
from tests.points.towns import give, holder, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import accounts, drafts, ledger, many
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.queries import balances, earned

pytestmark = pytest.mark.django_db
PEOPLE = 3


class Undo(Exception):
    """What was tried is taken back, to be tried in another way."""


def draft(debit, credit, points, *, id=None, kind=drafts.move, **more):
    return kind(
        id=id or uuid4(), debit=debit, credit=credit, amount=points, purpose="given", by=None,
        at=NOW, **more,
    )  # fmt: skip


def left(scheme):
    return list(Account.objects.filter(scheme=scheme).order_by("pk").values_list("balance", "held"))


def said(answers):
    """Answers that can be compared: what stands in the row, or the sentence."""
    return [
        one.sentence if isinstance(one, Refused) else (one.pk, one.debit_id, one.credit_id, one.moved)
        for one in answers
    ]  # fmt: skip


def one_after_the_other(rows):
    answers = []
    for row in rows:
        try:
            answers.append(ledger.asked(row))
        except Refused as no:
            answers.append(no)
    return answers


@pytest.fixture
def town():
    """A scheme of three with ten points each, two of them with some held."""
    scheme = scheme_with()
    people = [holder(scheme, 10) for _n in range(PEOPLE)]
    purse = earned.purse_of(scheme)
    held = [ledger.asked(draft(one, purse, 4, kind=drafts.hold)) for one in people[:2]]
    return scheme, [*people, earned.source_of(scheme), purse], held


which, amounts = some.integers(0, PEOPLE + 1), some.integers(0, 12)
moves = some.tuples(some.sampled_from(["move", "hold"]), some.integers(1, 9), which, which, amounts)
ends = some.tuples(
    some.sampled_from(["post", "void", "expire"]), some.integers(1, 9), some.integers(0, 1),
    some.just(0), some.integers(1, 5),
)  # fmt: skip


def drafted(word, key, a, b, points, all_of, held):
    id = UUID(int=key)
    if word == "move":
        return draft(all_of[a], all_of[b], points, id=id)
    if word == "hold":
        return draft(all_of[a % PEOPLE], all_of[b], points, id=id, kind=drafts.hold)
    if word == "post":
        return drafts.post(id=id, held=held[a], amount=points, by=None, at=NOW)
    known = {"id": id, "held": held[a], "at": NOW}
    return drafts.expire(**known) if word == "expire" else drafts.void(by=None, **known)


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(asked=some.lists(moves | ends, max_size=12))
def test_many_at_once_are_what_they_are_one_after_the_other(town, asked):
    scheme, all_of, held = town
    found = []
    for way in (one_after_the_other, many.book_each):
        try:
            with transaction.atomic():
                answers = way([drafted(*one, all_of, held) for one in asked])
                assert not balances.wrong_balances()
                assert verify().ok
                found.append((said(answers), left(scheme), Transfer.objects.count()))
                raise Undo
        except Undo:
            pass
    assert found[0] == found[1]


def test_a_hundred_take_as_many_statements_as_two(town):
    scheme, all_of, _held = town
    counts = []
    for size in (2, 100):
        rows = [draft(all_of[3], all_of[n % PEOPLE], 1) for n in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            many.book_all(rows)
        # SQLite runs one prepared statement for each row, and tells them as one.
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10
    assert Account.objects.filter(pk__in=[one.pk for one in all_of[:PEOPLE]]).count() == PEOPLE
    assert sum(balance for balance, _held in left(scheme)) == 30 + 102
    assert not balances.wrong_balances()
    assert verify().ok


def test_asked_again_they_are_answered_the_same_and_move_nothing(town):
    scheme, all_of, _held = town
    rows = [draft(all_of[3], all_of[n % PEOPLE], n + 1, id=UUID(int=n + 1)) for n in range(10)]
    again = [draft(all_of[3], all_of[n % PEOPLE], n + 1, id=UUID(int=n + 1)) for n in range(10)]
    first, before = many.book_all(rows), left(scheme)
    assert [one.hash for one in many.book_all(again)] == [one.hash for one in first]
    # Some were asked before and some not: those that are new are done.
    more = [*again[:5], draft(all_of[3], all_of[0], 7)]
    assert [bytes(one.hash) for one in many.book_all(more)[:5]] == [one.hash for one in first[:5]]
    assert sum(b for b, _h in left(scheme)) == sum(b for b, _h in before) + 7


def test_one_that_is_wrong_says_which_and_nothing_is_booked(town):
    scheme, all_of, _held = town
    before = left(scheme)
    rows = [draft(all_of[0], all_of[1], points) for points in (3, 2, 2, 1)]
    with pytest.raises(many.RefusedOne, match="たりません") as no:
        many.book_all(rows)
    assert no.value.nth == 2, "six of ten were free"
    assert left(scheme) == before
    answers = many.book_each(rows)
    assert [isinstance(one, Refused) for one in answers] == [False, False, True, False]


def test_nobody_is_below_zero_even_for_a_moment_in_between(town):
    _scheme, all_of, _held = town
    out, into = draft(all_of[2], all_of[1], 15), draft(all_of[3], all_of[2], 15)
    with pytest.raises(many.RefusedOne):
        many.book_all([out, into])
    many.book_all([draft(all_of[3], all_of[2], 15), draft(all_of[2], all_of[1], 15)])
    assert Account.objects.get(pk=all_of[2].pk).balance == 10


def test_what_the_database_refuses_of_one_it_refuses_of_many(town):
    scheme, all_of, held = town
    closed, other = holder(scheme), holder(scheme_with(), 5)
    accounts.close_account(account=closed, by=None, at=NOW)
    good = [draft(all_of[3], all_of[0], 1) for _n in range(2)]
    for bad, words in (
        (draft(all_of[0], closed, 1), "閉じて"),
        (draft(all_of[0], other, 1), "別の制度"),
        (draft(all_of[0], all_of[0], 1), "同じ口座"),
        (draft(all_of[0], all_of[1], 0), "1以上"),
        (drafts.post(id=uuid4(), held=held[0], amount=5, by=None, at=NOW), "押さえた"),
    ):
        with pytest.raises(many.RefusedOne, match=words) as no:
            many.book_all([*good, bad])
        assert no.value.nth == 2
    assert many.book_all([]) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ordered", [False, True])
def test_two_that_meet_the_other_way_round_wait_and_never_in_a_ring(ordered):
    """First written one after the other as they come, which PostgreSQL ends by killing one of the
    two; then as the action does. SQLite has one writer at a time."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    scheme = scheme_with()
    people, source = [holder(scheme) for _n in range(8)], earned.source_of(scheme)
    meet = threading.Barrier(2)

    def book(who):
        with transaction.atomic():
            connection.ensure_connection()
            meet.wait()
            rows = [draft(source, one, 1) for one in who]
            if ordered:
                return many.book_all(rows)
            for row in rows:
                ledger.asked(row)
                if row is rows[3]:
                    meet.wait()

    for _time in range(8 if ordered else 1):
        both = [in_a_thread(lambda way=way: book(people[::way])) for way in (1, -1)]
        for one in both:
            one.join(30)
        stuck = [one.result for one in both if isinstance(one.result, Exception)]
        assert bool(stuck) is not ordered, stuck
    wanted = 8 * 2 if ordered else 1
    assert left(scheme)[2:] == [(wanted, 0)] * 8 or set(left(scheme)) == {(0, 0), (wanted, 0)}
    assert not balances.wrong_balances()
    give(people[0], 1)
