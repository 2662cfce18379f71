"""What the database itself asks of a transfer and of an account, whoever writes and however."""

from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import IntegrityError

from tests.factories import NOW
from tests.points.towns import give, holder, move, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.core.one_check import ChecksInOne, LiftChecksInOne
from tomoni.doing.points.actions import drafts, ledger
from tomoni.doing.points.models import Account, Scheme, Transfer
from tomoni.doing.points.queries import balances, earned


def written(scheme, debit, credit, **other):
    """A row put there by its columns, past every action."""
    row = drafts.move(
        id=uuid4(), debit=debit, credit=credit, amount=1, purpose="given", by=None, at=NOW
    )
    for name, value in other.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("points_amount_above_zero", {"amount": 0, "moved": 0}),
        ("points_kind_says_what_moves", {"moved": 2}),
        ("points_kind_says_what_moves", {"holds": 1}),
        ("points_kind_says_what_moves", {"kind": "gift"}),
        ("points_outcome_is_of_something", {"kind": "reversal"}),
        ("points_only_held_until", {"until": NOW}),
    ],
)
def test_a_transfer_that_says_nonsense_is_refused_by_name(name, wrong):
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    with pytest.raises(IntegrityError, match=name):
        written(scheme, haru, ken, **wrong)
    assert Transfer.objects.filter(scheme=scheme).count() == 1


@pytest.mark.django_db
def test_from_an_account_to_itself_is_refused_by_name():
    haru = holder(scheme := scheme_with(), 5)
    with pytest.raises(IntegrityError, match=r"points_between_two_accounts|points_accounts_fit"):
        written(scheme, haru, haru)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("points_balance_not_below_zero", {"balance": -1}),
        ("points_balance_not_below_zero", {"held": 6}),
        ("points_held_not_below_zero", {"held": -1}),
        ("points_account_has_its_holder", {"person": None}),
        ("points_account_has_its_holder", {"kind": "somebody"}),
        ("points_only_the_town_goes_below", {"may_go_below": True, "balance": 0}),
        ("points_account_closes_empty", {"closed_at": NOW}),
    ],
)
def test_an_account_that_says_nonsense_is_refused_by_name(name, wrong):
    haru = holder(scheme_with(), 5)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Account.objects.filter(pk=haru.pk).update(**wrong)
    haru.refresh_from_db()
    assert (haru.balance, haru.held, haru.closed_at) == (5, 0, None)


@pytest.mark.django_db
def test_the_town_keeps_no_balance_in_its_row():
    source = earned.source_of(scheme_with())
    with (
        pytest.raises(IntegrityError, match="points_open_end_keeps_no_balance"),
        transaction.atomic(),
    ):
        Account.objects.filter(pk=source.pk).update(balance=1)


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["debit_id", "credit_id", "scheme_id", "of_id"])
def test_what_a_transfer_names_must_be_there(side):
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    wrong = {side: 10**9}
    if side == "of_id":
        wrong = {side: uuid4(), "kind": "reversal"}
    with pytest.raises(IntegrityError):
        written(scheme, haru, ken, **wrong)
    assert Transfer.objects.filter(scheme=scheme).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["haru", "source"])
def test_what_a_transfer_names_stays(which):
    scheme = scheme_with()
    haru = holder(scheme, 5)
    named = haru if which == "haru" else earned.source_of(scheme)
    other = scheme_with()
    for what in (
        lambda: Account.objects.filter(pk=named.pk)._raw_delete("default"),
        lambda: Account.objects.filter(pk=named.pk).update(id=10**9),
        lambda: Scheme.objects.filter(pk=scheme.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            what()
    with pytest.raises(IntegrityError, match="points_named_accounts_stay"), transaction.atomic():
        Account.objects.filter(pk=named.pk).update(scheme=other)
    Account.objects.get(pk=named.pk).save()  # All columns, and none of them other than before.
    assert Account.objects.filter(pk=named.pk, scheme=scheme).exists()
    assert not balances.wrong_balances()


@pytest.mark.django_db
def test_an_account_that_nobody_named_may_go():
    empty = holder(scheme_with())
    Account.objects.filter(pk=empty.pk)._raw_delete("default")
    assert not Account.objects.filter(pk=empty.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_one_transfer_is_one_statement_and_a_transaction_of_its_own():
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    asked = []
    seen = connections["default"]  # Wrappers are of the connection itself.
    with seen.execute_wrapper(lambda do, sql, *rest: (asked.append(sql), do(sql, *rest))[1]):
        move(haru, ken, 2)
    assert len(asked) == 1, asked
    with pytest.raises(Refused, match="たりません"):
        move(haru, ken, 4)
    assert not seen.in_atomic_block
    assert Transfer.objects.filter(scheme=scheme).count() == 2
    give(ken, 1)  # The connection goes on after the refusal.
    assert not balances.wrong_balances()
    assert not verify().bad


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_a_refusal_undoes_only_itself():
    scheme = scheme_with()
    haru, ken = holder(scheme, 5), holder(scheme)
    with transaction.atomic():
        move(haru, ken, 2)
        with pytest.raises(Refused, match="たりません"):
            move(haru, ken, 4)
        move(haru, ken, 3)
    haru.refresh_from_db()
    assert haru.balance == 0


@pytest.mark.django_db
def test_the_first_transfer_of_a_town_makes_the_chain():
    row = drafts.move(
        id=uuid4(), debit=earned.source_of(scheme := scheme_with()), credit=holder(scheme),
        amount=1, purpose="adjusted", by=None, at=NOW,
    )  # fmt: skip
    assert not Transfer.objects.exists()
    ledger.asked(row)
    again = move(row.credit, holder(scheme), 1)
    assert (row.number, again.number, again.previous) == (1, 2, row.hash)
    assert not verify().bad


@pytest.mark.django_db
def test_a_migration_can_lift_the_one_check_and_put_it_back():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its CHECKs")
    state = MigrationExecutor(connection).loader.project_state()

    def checks():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' "
                "AND conrelid = 'points_account'::regclass"
            )
            return {name for (name,) in cursor.fetchall()}

    with connection.schema_editor() as editor:
        LiftChecksInOne("account").database_forwards("points", editor, state, state)
        assert "points_account_checks" not in checks() and len(checks()) == 6
        ChecksInOne("account").database_forwards("points", editor, state, state)
    assert checks() == {"points_account_checks"}
