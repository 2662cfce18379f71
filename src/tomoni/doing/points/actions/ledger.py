"""Writing into the ledger: move, hold, post, void, expire, reverse. Nothing else is possible.

A row says by whom and when, hangs in a chain and can never be changed: it is its own record, so
these acts leave no second one in the audit. Whoever asks makes the key. Asked again with the same
key and content, the first row is given back; with other content it is refused.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction

from tomoni.core.chain import lanes, link
from tomoni.core.chain.rows import text_of
from tomoni.core.errors import Refused
from tomoni.doing.points import booking
from tomoni.doing.points.actions import drafts
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.rules import refusals

# What makes two askings the same; when and by whom may differ between a try and its repetition.
CONTENT = ("scheme_id", "kind", "purpose", "debit_id", "credit_id", "amount", "of_id", "note")


def transfer(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    note: str = "",
) -> Transfer:  # fmt: skip
    """Move points at once.

    Raises:
        Refused: when the balance does not suffice, an account is closed or of another scheme, the
            time is closed, or the key was used for something else.
    """
    return asked(
        drafts.move(
            id=id, debit=debit, credit=credit, amount=amount, purpose=purpose, by=by, at=at,
            note=note,
        )
    )  # fmt: skip


def hold(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    until: datetime | None = None, note: str = "",
) -> Transfer:  # fmt: skip
    """Keep points back for a transfer that is decided later; they cannot be used meanwhile."""
    return asked(
        drafts.hold(
            id=id, debit=debit, credit=credit, amount=amount, purpose=purpose, by=by, at=at,
            until=until, note=note,
        )
    )  # fmt: skip


def post(
    *, id: UUID, held: Transfer, by: Any, at: datetime, amount: int | None = None, note: str = ""
) -> Transfer:
    """Move what was held, or a part of it; the rest is free again."""
    return asked(drafts.post(id=id, held=held, by=by, at=at, amount=amount, note=note))


def void(*, id: UUID, held: Transfer, by: Any, at: datetime, note: str = "") -> Transfer:
    """Give back what was held."""
    return asked(drafts.void(id=id, held=held, by=by, at=at, note=note))


def expire(*, id: UUID, held: Transfer, at: datetime) -> Transfer:
    """Give back what was held, because its time is over."""
    return asked(drafts.expire(id=id, held=held, at=at))


def reverse(*, id: UUID, what: Transfer, by: Any, at: datetime, note: str) -> Transfer:
    """Take a transfer back, whole, by one the other way round. A row itself never changes."""
    return asked(drafts.reverse(id=id, what=what, by=by, at=at, note=note))


def asked(row: Transfer) -> Transfer:
    """Write the row, or give back the one that was written for the same key."""
    if row.debit_id == row.credit_id:
        raise Refused(refusals.same_account())
    here: Any = connections[DEFAULT_DB_ALIAS]  # Itself, since the stand-in looks it up each time.
    # One statement is a transaction of its own; inside another it needs a place to fall back to.
    is_alone = here.autocommit and not here.in_atomic_block
    try:
        with nullcontext() if is_alone else transaction.atomic():
            return _book(row, here)
    except IntegrityError as told:
        # Looked for only now: a key is hardly ever used twice, and the database has just said so
        # even where another transaction wrote it a moment ago.
        first: Transfer | None = Transfer.objects.filter(pk=row.pk).first()
        if first is None:
            if words := refusals.sentence(str(told)):
                raise Refused(words) from None
            raise
    if not is_same(first, row):
        raise Refused(refusals.other_content())
    return first


def is_same(first: Transfer, again: Transfer) -> bool:
    """Whether two askings with one key ask for the same."""
    return all(getattr(first, name) == getattr(again, name) for name in CONTENT)


def _book(row: Transfer, here: Any) -> Transfer:
    """Chain and insert, by a statement of our own: a transfer is written far more often than
    anything else here, and a third of its time went into what `save` asks of itself."""
    table = Transfer._meta.db_table
    asked = [text_of(row), *values(row, here, booking.COLUMNS)]
    if here.vendor == "postgresql":
        known = lanes.lane_used_last(here, table)
        with here.cursor() as cursor:
            cursor.execute(booking.CALL, [known, *asked])
            place = cursor.fetchone()
        if place[0] != known:
            lanes.remember_lane(here, table, place[0])
    else:
        with here.cursor() as cursor:
            cursor.execute(booking.ALONE, asked)
            place = next(iter(cursor.fetchall()), None)  # To the end: only then it is committed.
    if place is None:
        return _first(row, here)
    row.lane, row.number = place[:2]
    row.previous, row.hash = bytes(place[2]), bytes(place[3])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def _first(row: Transfer, here: Any) -> Transfer:
    """The first of all makes the lane as well."""
    with transaction.atomic(), here.cursor() as cursor:
        link([row])
        cursor.execute(insert(), values(row, here, drafts.names()))
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def values(row: Transfer, here: Any, names: tuple[str, ...]) -> list[Any]:
    """As the database wants them; most are as they are."""
    found = []
    for name in names:
        value = getattr(row, name)
        if value is not None and (prepare := _prepared().get(name)):
            value = prepare(value, here)
        found.append(value)
    return found


@cache
def _prepared() -> dict[str, Callable[[Any, Any], Any]]:
    as_it_is: Any = (
        models.IntegerField, models.CharField, models.TextField, models.BinaryField,
    )  # fmt: skip
    return {
        field.attname: field.get_db_prep_save
        for field in Transfer._meta.concrete_fields
        if not isinstance(getattr(field, "target_field", field), as_it_is)
    }


@cache
def insert() -> str:
    """The statement that writes one row of known place in the chain."""
    names = ", ".join(f'"{name}"' for name in drafts.names())
    places = ", ".join(["%s"] * len(drafts.names()))
    return f'INSERT INTO "{Transfer._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608
