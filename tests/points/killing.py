"""Each act with points, killed with kill −9 before every statement it sends to the database.

Run inside an installation: every try is a fork of this process with a connection of its own, so
what dies is a whole process in the middle of a real transaction.
"""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from tests.factories import PersonFactory
from tests.points.examples import BANK, TERMS
from tests.points.towns import give, holder, scheme_with
from tomoni.core.chain.verifying import verify
from tomoni.core.models import AuditRow
from tomoni.doing.points import importing
from tomoni.doing.points.actions import award, claims, giving, keying, lapsing, paying
from tomoni.doing.points.models import Account, BankFile, Claim, Earning, Payment, Transfer
from tomoni.doing.points.queries import balances
from tomoni.doing.points.queries import paying as files
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.notices.models import Notice
from tomoni.ground.people.models import Person, User

TABLES = (
    Account, AuditRow, BankFile, Baton, Claim, Earning, Notice, Payment, Person, Step, Transfer,
)  # fmt: skip


def state() -> dict[str, Any]:
    """Everything these acts could leave behind, as far as it counts."""
    found: dict[str, Any] = {model._meta.db_table: model.objects.count() for model in TABLES}
    found["claims"] = sorted(Claim.objects.values_list("status", flat=True))
    found["balances"] = sorted(Account.objects.values_list("balance", "held"))
    assert not balances.wrong_balances()
    return found


def in_a_fork(act: Callable[[], Any], statement: int) -> bool:
    """Run the act in a child that is killed before this statement; whether it got so far."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # Else the child would speak through our own connection.
    child = os.fork()
    if child == 0:
        seen = count(1)

        def kill(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if next(seen) == statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(kill):
                act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def killed_everywhere(act: Callable[[], Any]) -> int:
    """Kill before the first statement, the second, …; then once right after the last.

    After each kill nothing or everything is there, and the same request repeated to its end
    leaves what a single one leaves.
    """
    before = state()
    for statement in count(1):
        if not in_a_fork(act, statement):
            break
        assert (now := state()) == before, (statement, now, before)
    done = state()
    assert done != before
    act()  # Who got no answer asks once more.
    assert state() == done
    return statement - 1


def all_acts() -> dict[str, int]:
    """How many places each act was killed at."""
    at, found = timezone.now(), {}
    today = timezone.localdate(at)
    checker, first, second = (
        User.objects.create(email=f"kill{n}@example.jp", name=f"見本 職員{n}") for n in range(3)
    )
    scheme = scheme_with(TERMS, at=at)
    account, person = holder(scheme, 20, at=at), PersonFactory()
    key, card = uuid4(), uuid4()
    found["award"] = killed_everywhere(
        lambda: award(
            id=key, scheme=scheme, person=person, activity="snow", quantity=60, on=today,
            by=checker, at=at,
        )
    )  # fmt: skip
    asked = uuid4()
    found["claim"] = killed_everywhere(
        lambda: claims.claim(
            id=asked, account=account, points=6, way="bank", bank=BANK, by=checker, at=at
        )
    )
    claims.check(claim=Claim.objects.get(pk=asked), by=checker, at=at)
    claims.approve(claim=Claim.objects.get(pk=asked), by=first, at=at)
    claims.approve(claim=Claim.objects.get(pk=asked), by=second, at=at)
    paying.set_payer(scheme=scheme, payer={**BANK, "client": "1"}, by=checker, at=at)
    scheme.refresh_from_db()
    one = uuid4()
    found["file"] = killed_everywhere(
        lambda: paying.make_file(
            id=one, scheme=scheme, pay_on=today + timedelta(days=3), by=checker, at=at
        )
    )
    made = BankFile.objects.get(pk=one)
    bytes_of = files.again(made)
    assert bytes_of and files.again(BankFile.objects.get(pk=one)) == bytes_of
    later = at + timedelta(days=4)
    found["settle"] = killed_everywhere(
        lambda: paying.settle(file=BankFile.objects.get(pk=one), returned={}, by=checker, at=later)
    )
    assert files.again(BankFile.objects.get(pk=one)) == bytes_of
    found["card"] = killed_everywhere(lambda: keyed(scheme, account.card, today, card, checker, at))
    yearly = scheme_with(replace(TERMS, lapse="year"), at=at)
    for _n in range(3):
        holder(yearly, 4, at=at)
    found["lapse"] = killed_everywhere(
        lambda: lapsing.lapse_all(scheme=yearly, at=at + timedelta(days=800))
    )
    giver, receiver = holder(scheme, 6, at=at), holder(scheme, at=at, email="kill@example.jp")
    give(giver, 4, at=at - timedelta(days=400))
    gift = uuid4()
    found["gift"] = killed_everywhere(
        lambda: giving.give(
            id=gift, account=Account.objects.get(pk=giver.pk), card=receiver.card, points=7,
            by=checker, at=at,
        )
    )  # fmt: skip
    found["opening"] = killed_everywhere(lambda: taken_over(scheme, checker, at))
    assert verify().ok
    return found


def taken_over(scheme: Any, by: Any, at: datetime) -> Any:
    """A list with somebody new, somebody of whom only the years are known, and a row that is wrong."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cards.csv"
        path.write_text(
            "氏名,生年月日,ポイント,活動した年度\n"
            "見本 キク,1946-05-01,12,\n見本 ウメ,1950-01-01,,2\n見本 マツ,,3,\n",
            encoding="utf-8",
        )
        return importing.take_in(path, scheme=scheme, by=by, at=at, dry_run=False)


def keyed(scheme: Any, card: str, today: date, key: UUID, by: Any, at: datetime) -> Any:
    """Three days of one paper card."""
    days = [(today - timedelta(days=n), 1) for n in (3, 2, 1)]
    return keying.key_card(
        id=key, scheme=scheme, card=card, activity="stamp", days=days, by=by, at=at
    )
