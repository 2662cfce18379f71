"""Any operations in any order, with repetitions of every request and crashes in the middle.

`TOMONI_MACHINE_STEPS=10000` runs as many operations as the release asks for.
"""

import os
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import NOW, TODAY
from tests.points.towns import SNOW, holder, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.errors import Refused
from tomoni.doing.points.actions import accounts, award, ledger
from tomoni.doing.points.models import Account, Earning, Transfer
from tomoni.doing.points.queries import balances, earned
from tomoni.doing.points.rules.terms import Terms

TOTAL = int(os.environ.get("TOMONI_MACHINE_STEPS", "60"))
STEPS = 30
TERMS = Terms(activities=(SNOW,), daily_most=2, yearly_most=20)
PEOPLE = 3
who, points = some.integers(0, PEOPLE - 1), some.integers(0, 6)
keys = some.integers(1, 25).map(lambda n: UUID(int=n))  # Few, so that keys are used again.


class Crash(Exception):
    """The machine stops: whatever was not committed is gone."""


class Ledger(RuleBasedStateMachine):
    """The books of one scheme beside a model that adds up by itself."""

    def __init__(self):
        super().__init__()
        self.scheme = scheme_with(TERMS)
        self.people = [holder(self.scheme) for _n in range(PEOPLE)]
        self.source, self.purse = earned.source_of(self.scheme), earned.purse_of(self.scheme)
        self.left = dict.fromkeys((one.pk for one in self.people), 0)
        self.held = dict.fromkeys((one.pk for one in self.people), 0)
        self.moment, self.known = NOW, {}
        # Keys are used again within one run; another run's rows are not in its way.
        self.salt = self.scheme.pk << 64

    def do(self, key, content, act, effect, *, crash=False, repeat=False):
        """One request; a crash leaves nothing, a repetition answers the same and moves nothing."""
        # What was done and what was moved are two books, each with its own keys.
        book = 1 << 63 if content[0] == "award" else 0
        key = UUID(int=key.int + self.salt + book)
        self.moment += timedelta(seconds=1)
        try:
            with transaction.atomic():
                row = act(key)
                if crash:
                    raise Crash
        except Crash:
            return None
        except Refused:
            assert key not in self.known or self.known[key] != content
            return None
        if key in self.known:
            assert self.known[key] == content, "another request got the answer of this one"
            return row
        self.known[key] = content
        effect(row)
        if repeat:
            assert act(key).pk == row.pk
        return row

    def moves(self, debit, credit, amount):
        for account, change in ((debit, -amount), (credit, amount)):
            if account in self.left:
                self.left[account] += change

    @rule(key=keys, n=who, amount=points, crash=some.booleans(), repeat=some.booleans())
    def give(self, key, n, amount, crash, repeat):
        self.transfer(key, self.source, self.people[n], amount, crash, repeat)

    @rule(key=keys, n=who, m=who, amount=points, crash=some.booleans(), repeat=some.booleans())
    def pass_on(self, key, n, m, amount, crash, repeat):
        self.transfer(key, self.people[n], self.people[m], amount, crash, repeat)

    def transfer(self, key, debit, credit, amount, crash, repeat):
        self.do(
            key, ("plain", debit.pk, credit.pk, amount),
            lambda id: ledger.transfer(
                id=id, debit=debit, credit=credit, amount=amount, purpose="given", by=None,
                at=self.moment,
            ),
            lambda row: self.moves(debit.pk, credit.pk, amount), crash=crash, repeat=repeat,
        )  # fmt: skip

    @rule(key=keys, n=who, amount=points, crash=some.booleans(), repeat=some.booleans())
    def hold(self, key, n, amount, crash, repeat):
        debit = self.people[n]

        def effect(row):
            self.held[debit.pk] += amount

        self.do(
            key, ("pending", debit.pk, self.purse.pk, amount),
            lambda id: ledger.hold(
                id=id, debit=debit, credit=self.purse, amount=amount, purpose="claimed", by=None,
                at=self.moment,
            ),
            effect, crash=crash, repeat=repeat,
        )  # fmt: skip

    @rule(
        key=keys, which=some.integers(0, 9), way=some.sampled_from(["post", "void", "expire"]),
        less=points, crash=some.booleans(), repeat=some.booleans(),
    )  # fmt: skip
    def end(self, key, which, way, less, crash, repeat):
        rows = list(Transfer.objects.filter(scheme=self.scheme, kind="pending").order_by("number"))
        if not rows:
            return
        row = rows[which % len(rows)]
        amount = row.amount - less if way == "post" else row.amount

        def act(id):
            if way == "post":
                return ledger.post(id=id, held=row, amount=amount, by=None, at=self.moment)
            if way == "void":
                return ledger.void(id=id, held=row, by=None, at=self.moment)
            return ledger.expire(id=id, held=row, at=self.moment)

        def effect(_row):
            self.held[row.debit_id] -= row.amount
            if way == "post":
                self.moves(row.debit_id, row.credit_id, amount)

        self.do(key, (way, row.pk, amount), act, effect, crash=crash, repeat=repeat)

    @rule(key=keys, which=some.integers(0, 9), crash=some.booleans(), repeat=some.booleans())
    def take_back(self, key, which, crash, repeat):
        rows = list(Transfer.objects.filter(scheme=self.scheme, kind="plain").order_by("number"))
        if not rows:
            return
        row = rows[which % len(rows)]
        self.do(
            key, ("reversal", row.pk),
            lambda id: ledger.reverse(id=id, what=row, by=None, at=self.moment, note="見本"),
            lambda _row: self.moves(row.credit_id, row.debit_id, row.amount),
            crash=crash, repeat=repeat,
        )  # fmt: skip

    @rule(
        key=keys, n=who, minutes=some.sampled_from([30, 60, 120, 180]), day=some.integers(0, 4),
        crash=some.booleans(), repeat=some.booleans(),
    )  # fmt: skip
    def help_out(self, key, n, minutes, day, crash, repeat):
        account, on = self.people[n], TODAY - timedelta(days=day)
        self.do(
            key, ("award", account.pk, minutes, on),
            lambda id: award(
                id=id, scheme=self.scheme, person=account.person, activity="snow",
                quantity=minutes, on=on, by=None, at=self.moment,
            ),
            lambda row: self.moves(self.source.pk, account.pk, row.points),
            crash=crash, repeat=repeat,
        )  # fmt: skip

    @rule()
    def close_the_books(self):
        accounts.close_books(
            scheme=self.scheme, until=self.moment, by=None, at=self.moment + timedelta(seconds=1)
        )
        accounts.snapshot(scheme=self.scheme, at=self.moment)

    @invariant()
    def every_balance_is_what_was_added_up(self):
        rows = Account.objects.in_bulk(list(self.left))
        assert {pk: row.balance for pk, row in rows.items()} == self.left
        assert {pk: row.held for pk, row in rows.items()} == self.held
        assert all(row.balance >= row.held >= 0 for row in rows.values())

    @invariant()
    def the_sum_is_zero(self):
        ends = [balances.stood(one, self.moment)[0] for one in (self.source, self.purse)]
        assert sum(self.left.values()) + sum(ends) == 0

    def teardown(self):
        for account in self.people:
            assert balances.stood(account, self.moment) == (
                self.left[account.pk], self.held[account.pk],
            )  # fmt: skip
            rows = Earning.objects.filter(account=account)
            for on in {row.on for row in rows}:
                assert sum(row.points for row in rows if row.on == on and not taken(row)) <= 2
        assert not balances.wrong_balances()
        assert verify().ok


def taken(row):
    return Transfer.objects.filter(of=row.transfer_id, kind="reversal").exists()


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_the_books_are_right(monkeypatch):
    monkeypatch.setattr(accounts, "BUSY", 5)
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=max(1, TOTAL // STEPS), stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck), database=None, derandomize=TOTAL < 1000,
        ),
    )  # fmt: skip
