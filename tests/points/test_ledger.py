"""The ledger: what moves, what is refused, and what nobody can change."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError

from tests.factories import NOW
from tests.points.towns import give, holder, move, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import accounts, ledger
from tomoni.doing.points.models import Account, Closing, Transfer
from tomoni.doing.points.queries import balances, earned

pytestmark = pytest.mark.django_db


def left(*accounts):
    return [
        (row.balance, row.held)
        for row in (Account.objects.get(pk=account.pk) for account in accounts)
    ]


def test_points_go_from_one_to_the_other_in_one_row():
    scheme = scheme_with()
    haru, ken = holder(scheme, 10), holder(scheme)

    move(haru, ken, 3)

    assert left(haru, ken) == [(7, 0), (3, 0)]
    assert Transfer.objects.filter(scheme=scheme).count() == 2
    assert balances.stood(earned.source_of(scheme), NOW) == (-10, 0)
    assert not balances.wrong_balances()


def test_asked_twice_with_one_key_moves_once_and_answers_the_same():
    scheme = scheme_with()
    haru, ken, key = holder(scheme, 10), holder(scheme), uuid4()

    first = move(haru, ken, 10, id=key)
    again = move(haru, ken, 10, id=key, at=NOW + timedelta(minutes=1))

    assert (again.pk, again.at) == (first.pk, first.at)
    assert left(haru, ken) == [(0, 0), (10, 0)]
    with pytest.raises(Refused, match="ちがう内容"):
        move(haru, ken, 9, id=key)


def test_a_balance_below_zero_is_refused_with_words():
    scheme = scheme_with()
    haru, ken = holder(scheme, 2), holder(scheme)
    with pytest.raises(Refused, match="たりません"):
        move(haru, ken, 3)
    assert left(haru, ken) == [(2, 0), (0, 0)]


@pytest.mark.parametrize("points", [0, -1])
def test_nothing_and_less_cannot_be_moved(points):
    scheme = scheme_with()
    haru, ken = holder(scheme, 2), holder(scheme)
    with pytest.raises(Refused, match="1以上"):
        move(haru, ken, points)


def test_not_to_oneself_not_to_another_scheme_not_into_a_closed_account():
    scheme = scheme_with()
    haru, ken, other = holder(scheme, 2), holder(scheme), holder(scheme_with(), 2)
    accounts.close_account(account=ken, by=None, at=NOW)
    for credit, words in ((haru, "同じ口座"), (other, "別の制度"), (ken, "閉じて")):
        with pytest.raises(Refused, match=words):
            move(haru, credit, 1)


def test_what_is_held_cannot_be_used_and_is_posted_in_part_or_given_back():
    scheme = scheme_with()
    haru, purse = holder(scheme, 10), earned.purse_of(scheme)

    first = move(haru, purse, 6, act=ledger.hold)
    assert left(haru) == [(10, 6)]
    with pytest.raises(Refused, match="たりません"):
        move(haru, purse, 5)

    ledger.post(id=uuid4(), held=first, amount=4, by=None, at=NOW)
    assert left(haru) == [(6, 0)]

    for act in (ledger.void, ledger.expire):
        held = move(haru, purse, 6, act=ledger.hold)
        more = {} if act is ledger.expire else {"by": None}
        act(id=uuid4(), held=held, at=NOW, **more)
        assert left(haru) == [(6, 0)]
    assert balances.stood(purse, NOW) == (4, 0)
    assert balances.stood(haru, NOW) == (6, 0)


def test_what_is_held_ends_once_and_never_with_more():
    scheme = scheme_with()
    haru, purse = holder(scheme, 10), earned.purse_of(scheme)
    held = move(haru, purse, 6, act=ledger.hold)
    with pytest.raises(Refused, match="より多く"):
        ledger.post(id=uuid4(), held=held, amount=7, by=None, at=NOW)
    ledger.void(id=uuid4(), held=held, by=None, at=NOW)
    for act in (ledger.post, ledger.void):
        with pytest.raises(Refused, match="もう取り消したか"):
            act(id=uuid4(), held=held, by=None, at=NOW)


def test_a_transfer_is_taken_back_by_another_once():
    scheme = scheme_with()
    haru = holder(scheme)
    given = give(haru, 5)

    back = ledger.reverse(id=uuid4(), what=given, by=None, at=NOW, note="人ちがい")

    assert (back.debit_id, back.credit_id, back.of_id) == (haru.pk, given.debit_id, given.pk)
    assert left(haru) == [(0, 0)]
    with pytest.raises(Refused, match="もう取り消したか"):
        ledger.reverse(id=uuid4(), what=given, by=None, at=NOW, note="もう一度")
    with pytest.raises(Refused, match="もとの記帳と合いません"):
        ledger.reverse(id=uuid4(), what=back, by=None, at=NOW, note="取り消しの取り消し")


def test_what_was_used_cannot_be_taken_back():
    scheme = scheme_with()
    haru, ken = holder(scheme), holder(scheme)
    given = give(haru, 5)
    move(haru, ken, 1)
    with pytest.raises(Refused, match="たりません"):
        ledger.reverse(id=uuid4(), what=given, by=None, at=NOW, note="人ちがい")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE points_transfer SET amount = amount + 1",
        "UPDATE points_transfer SET note = 'x'",
        "DELETE FROM points_transfer",
        "UPDATE points_closing SET balance = 0",
        "DELETE FROM points_ruling",
        "UPDATE points_account SET balance = -1 WHERE NOT may_go_below",
        "UPDATE points_account SET held = balance + 1 WHERE NOT may_go_below",
        "UPDATE points_account SET may_go_below = (kind = 'person')",
    ],
)
def test_the_database_refuses_by_itself(sql):
    scheme = scheme_with()
    haru = holder(scheme, 5)
    Closing.objects.create(account=haru, until=NOW, balance=5, held=0)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_row_that_lies_about_itself_is_refused():
    """Past the actions, straight at the table."""
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    held = move(haru, ken, 3, act=ledger.hold)
    known = {"scheme": scheme, "purpose": "given", "debit": haru, "credit": ken, "at": NOW}
    lies = [
        {"kind": "plain", "amount": 1, "moved": 2, "holds": 0},
        {"kind": "pending", "amount": 1, "moved": 1, "holds": 1},
        {"kind": "post", "amount": 1, "moved": 1, "holds": -1, "of": held},
        {"kind": "void", "amount": 1, "moved": 0, "holds": -1},
        {"kind": "void", "amount": 3, "moved": 0, "holds": -3, "of": held, "debit": ken, "credit": haru},
        {"kind": "plain", "amount": 5, "moved": 5, "holds": 0},
    ]  # fmt: skip
    for lie in lies:
        with pytest.raises(IntegrityError), transaction.atomic():
            Transfer.objects.create(**{**known, **lie})
    assert not balances.wrong_balances()


def test_balances_as_of_any_day_with_and_without_closings():
    scheme = scheme_with()
    haru, days = holder(scheme), [NOW + timedelta(days=n) for n in range(10)]
    for n, day in enumerate(days):
        give(haru, n + 1, at=day)
    held = move(haru, earned.purse_of(scheme), 4, act=ledger.hold, at=days[5])
    ledger.void(id=uuid4(), held=held, by=None, at=days[8])
    source = earned.source_of(scheme)

    def all_days():
        return [
            [balances.stood(account, day - timedelta(seconds=n)) for day in days for n in (0, 1)]
            for account in (haru, source)
        ]

    plain = all_days()
    assert plain[0][::2] == [(sum(range(1, n + 2)), 4 if 5 <= n < 8 else 0) for n in range(10)]
    for until in (days[2], days[6]):
        accounts.close_books(scheme=scheme, until=until, by=None, at=days[9])
        for account in (haru, source):  # As `snapshot` does for busy accounts.
            Closing.objects.create(
                account=account, until=until,
                **dict(zip(("balance", "held"), balances.stood(account, until), strict=True)),
            )  # fmt: skip
    assert all_days() == plain


def test_busy_accounts_get_a_snapshot_and_nothing_is_written_before_it(monkeypatch):
    monkeypatch.setattr(accounts, "BUSY", 3)
    scheme = scheme_with()
    haru, ken = holder(scheme), holder(scheme, 1)
    for n in range(3):
        give(haru, 2, at=NOW + timedelta(minutes=n))
    end = NOW + timedelta(hours=1)

    assert accounts.close_books(scheme=scheme, until=end, by=None, at=end + timedelta(hours=1))
    assert accounts.snapshot(scheme=scheme, at=end) == 2
    assert accounts.snapshot(scheme=scheme, at=end) == 0

    kept = {row.account_id: (row.balance, row.held) for row in Closing.objects.all()}
    assert kept == {haru.pk: (6, 0), earned.source_of(scheme).pk: (-7, 0)}
    with pytest.raises(Refused, match="締めて"):
        give(ken, 1, at=end)
    give(ken, 1, at=end + timedelta(seconds=1))


def test_the_chain_holds():
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    move(haru, ken, 3)
    assert verify().ok
