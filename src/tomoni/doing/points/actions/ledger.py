"""Writing into the ledger: move, hold, post, void, expire, reverse. Nothing else is possible.

A row says by whom and when, hangs in a chain and can never be changed: it is its own record, so
these acts leave no second one in the audit. Whoever asks makes the key. Asked again with the same
key and content, the first row is given back; with other content it is refused.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction

from tomoni.core.chain import lanes, link
from tomoni.core.chain.rows import text_of
from tomoni.core.errors import Refused
from tomoni.doing.points import booking
from tomoni.doing.points.models import Account, Transfer
from tomoni.doing.points.rules import refusals

# What makes two askings the same; when and by whom may differ between a try and its repetition.
CONTENT = ("scheme_id", "kind", "purpose", "debit_id", "credit_id", "amount", "of_id", "note")
Kind = Transfer.Kind


def transfer(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    note: str = "",
) -> Transfer:  # fmt: skip
    """Move points at once.

    Raises:
        Refused: when the balance does not suffice, an account is closed or of another scheme, the
            time is closed, or the key was used for something else.
    """
    return _asked(
        _row(
            id=id, scheme_id=debit.scheme_id, kind=Kind.PLAIN, purpose=purpose, debit=debit,
            credit=credit, amount=amount, moved=amount, holds=0, note=note, by=_user(by), at=at,
        )
    )  # fmt: skip


def hold(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    until: datetime | None = None, note: str = "",
) -> Transfer:  # fmt: skip
    """Keep points back for a transfer that is decided later; they cannot be used meanwhile."""
    return _asked(
        _row(
            id=id, scheme_id=debit.scheme_id, kind=Kind.PENDING, purpose=purpose, debit=debit,
            credit=credit, amount=amount, moved=0, holds=amount, until=until, note=note,
            by=_user(by), at=at,
        )
    )  # fmt: skip


def post(
    *, id: UUID, held: Transfer, by: Any, at: datetime, amount: int | None = None, note: str = ""
) -> Transfer:
    """Move what was held, or a part of it; the rest is free again."""
    much = held.amount if amount is None else amount
    return _asked(_outcome(id, Kind.POST, held, much, much, by, at, note))


def void(*, id: UUID, held: Transfer, by: Any, at: datetime, note: str = "") -> Transfer:
    """Give back what was held."""
    return _asked(_outcome(id, Kind.VOID, held, held.amount, 0, by, at, note))


def expire(*, id: UUID, held: Transfer, at: datetime) -> Transfer:
    """Give back what was held, because its time is over."""
    return _asked(_outcome(id, Kind.EXPIRE, held, held.amount, 0, None, at, ""))


def reverse(*, id: UUID, what: Transfer, by: Any, at: datetime, note: str) -> Transfer:
    """Take a transfer back, whole, by one the other way round. A row itself never changes."""
    return _asked(
        _row(
            id=id, scheme_id=what.scheme_id, kind=Kind.REVERSAL, purpose=what.purpose,
            debit_id=what.credit_id, credit_id=what.debit_id, amount=what.amount,
            moved=what.amount, holds=0, of=what, note=note, by=_user(by), at=at,
        )
    )  # fmt: skip


def _outcome(
    id: UUID, kind: str, held: Transfer, amount: int, moved: int, by: Any, at: datetime, note: str
) -> Transfer:
    return _row(
        id=id, scheme_id=held.scheme_id, kind=kind, purpose=held.purpose, debit_id=held.debit_id,
        credit_id=held.credit_id, amount=amount, moved=moved, holds=-held.amount, of=held,
        note=note, by=_user(by), at=at,
    )  # fmt: skip


def _row(**known: Any) -> Transfer:
    """A new transfer. By the places of its columns: a third of the time that names take."""
    near = {name: known.pop(name) for name in ("debit", "credit", "of", "by") if name in known}
    for name, row in near.items():
        known[f"{name}_id"] = None if row is None else row.pk
    values: Any = [known.get(name) for name in _names()]
    made = Transfer(*values)
    made._state.fields_cache.update(near)
    return made


@cache
def _names() -> tuple[str, ...]:
    return tuple(field.attname for field in Transfer._meta.concrete_fields)


def _asked(row: Transfer) -> Transfer:
    """Write the row, or give back the one that was written for the same key."""
    if row.debit_id == row.credit_id:
        raise Refused(refusals.same_account())
    try:
        with transaction.atomic():
            return _book(row)
    except IntegrityError as told:
        # Looked for only now: a key is hardly ever used twice, and the database has just said so
        # even where another transaction wrote it a moment ago.
        first: Transfer | None = Transfer.objects.filter(pk=row.pk).first()
        if first is None:
            if words := refusals.sentence(str(told)):
                raise Refused(words) from None
            raise
    if any(getattr(first, name) != getattr(row, name) for name in CONTENT):
        raise Refused(refusals.other_content())
    return first


def _book(row: Transfer) -> Transfer:
    """Chain and insert, by a statement of our own: a transfer is written far more often than
    anything else here, and a third of its time went into what `save` asks of itself."""
    here: Any = connections[DEFAULT_DB_ALIAS]  # Itself, since the stand-in looks it up each time.
    if here.vendor == "postgresql":
        _book_inside(row, here)
    else:
        link([row])
        with here.cursor() as cursor:
            cursor.execute(_insert(), _values(row, here, _names()))
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def _book_inside(row: Transfer, here: Any) -> None:
    table = Transfer._meta.db_table
    known = lanes.lane_used_last(here, table)
    asked = [known, text_of(row), *_values(row, here, booking.COLUMNS)]
    with here.cursor() as cursor:
        cursor.execute(booking.CALL, asked)
        row.lane, row.number, row.previous, row.hash = cursor.fetchone()
    row.previous, row.hash = bytes(row.previous), bytes(row.hash)
    if row.lane != known:
        lanes.remember_lane(here, table, row.lane)


def _values(row: Transfer, here: Any, names: tuple[str, ...]) -> list[Any]:
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
def _insert() -> str:
    names = ", ".join(f'"{name}"' for name in _names())
    places = ", ".join(["%s"] * len(_names()))
    return f'INSERT INTO "{Transfer._meta.db_table}" ({names}) VALUES ({places})'  # noqa: S608


def _user(by: Any) -> Any:
    return by if getattr(by, "pk", None) else None
