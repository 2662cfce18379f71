"""Many transfers booked as one act: the night points lapse, a pile of cards, a group's month.

What holds for one holds for each: its own key, no balance below zero at its place in the order, its
place in the chain. They are written by one statement, and take their accounts in the order of their
numbers, so that two such acts that meet wait for each other and never in a ring. Only when the
database refuses something are they asked one after the other, to find out which.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction

from tomoni.core.chain import link
from tomoni.core.errors import Refused
from tomoni.doing.points import booking
from tomoni.doing.points.actions import drafts, ledger
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.rules import refusals

Answer = Transfer | Refused


class RefusedOne(Refused):
    """One of many was refused, so none was done; `nth` says which, the first being 0."""

    def __init__(self, nth: int, why: Refused) -> None:
        super().__init__(why.sentence, field=why.field)
        self.nth = nth


def book_all(rows: Sequence[Transfer]) -> list[Transfer]:
    """Book all of these drafts, or none. Asked again with the same keys, the first rows come back.

    Raises:
        RefusedOne: for the first that cannot be, as `ledger` would refuse it after those before it.
    """
    with transaction.atomic():
        return [_taken(nth, answer) for nth, answer in enumerate(book_each(rows))]


def book_each(rows: Sequence[Transfer]) -> list[Answer]:
    """Book those of these drafts that can be booked, in their order; the others' place in the
    answer says why not."""
    with transaction.atomic():
        keys = {row.pk for row in rows}
        is_plain = len(keys) == len(rows) and all(row.debit_id != row.credit_id for row in rows)
        if not rows or (is_plain and _at_once(rows)):
            return list(rows)
        # Perhaps all or some were asked before, which is how a lost answer is asked for again.
        if is_plain and (known := Transfer.objects.in_bulk(list(keys))):
            new = [row for row in rows if row.pk not in known]
            if not new or _at_once(new):
                return [_again(known.get(row.pk), row) for row in rows]
        hold_accounts(key for row in rows for key in (row.debit_id, row.credit_id))
        return [_one(row) for row in rows]


def hold_accounts(keys: Iterable[int]) -> dict[int, Account]:
    """Those of these accounts that keep a balance, read afresh, nobody else's until the transaction
    ends, each in its turn. Others may still write rows that only name them."""
    held = Account.objects.select_for_update(of=("self",), no_key=True)
    rows = held.filter(pk__in=set(keys), may_go_below=False)
    return {row.pk: row for row in rows.select_related("person", "scheme").order_by("pk")}


def _taken(nth: int, answer: Answer) -> Transfer:
    if isinstance(answer, Refused):
        raise RefusedOne(nth, answer)
    return answer


def _again(first: Transfer | None, row: Transfer) -> Answer:
    if first is None or ledger.is_same(first, row):
        return first or row
    return Refused(refusals.other_content())


def _one(row: Transfer) -> Answer:
    try:
        return ledger.asked(row)
    except Refused as no:
        return no


def _at_once(rows: Sequence[Transfer]) -> bool:
    """Chain and write all by one statement; False, and nothing written, when one is refused."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    try:
        with transaction.atomic():
            link(rows)
            with here.cursor() as cursor:
                if here.vendor == "postgresql":
                    names = (*booking.PLACED, *booking.COLUMNS)
                    columns = zip(*(ledger.values(row, here, names) for row in rows), strict=True)
                    cursor.execute(booking.MANY, [list(column) for column in columns])
                else:
                    cursor.executemany(
                        ledger.insert(),
                        [ledger.values(row, here, drafts.names()) for row in rows],
                    )
    except IntegrityError:
        return False
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return True
