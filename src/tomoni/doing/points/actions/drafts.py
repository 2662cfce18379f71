"""What is asked of the ledger, not written yet: one transfer each, for `ledger` and `many` to book."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from tomoni.doing.points.models import Account, Transfer

Kind = Transfer.Kind


def move(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    note: str = "",
) -> Transfer:  # fmt: skip
    """Points that go at once."""
    return _row(
        id=id, scheme_id=debit.scheme_id, kind=Kind.PLAIN, purpose=purpose, debit=debit,
        credit=credit, amount=amount, moved=amount, holds=0, note=note, by=user(by), at=at,
    )  # fmt: skip


def hold(
    *, id: UUID, debit: Account, credit: Account, amount: int, purpose: str, by: Any, at: datetime,
    until: datetime | None = None, note: str = "",
) -> Transfer:  # fmt: skip
    """Points kept back for a transfer that is decided later."""
    return _row(
        id=id, scheme_id=debit.scheme_id, kind=Kind.PENDING, purpose=purpose, debit=debit,
        credit=credit, amount=amount, moved=0, holds=amount, until=until, note=note,
        by=user(by), at=at,
    )  # fmt: skip


def post(
    *, id: UUID, held: Transfer, by: Any, at: datetime, amount: int | None = None, note: str = ""
) -> Transfer:
    """What was held goes, or a part of it."""
    much = held.amount if amount is None else amount
    return _outcome(id, Kind.POST, held, much, much, by, at, note)


def void(*, id: UUID, held: Transfer, by: Any, at: datetime, note: str = "") -> Transfer:
    """What was held is free again."""
    return _outcome(id, Kind.VOID, held, held.amount, 0, by, at, note)


def expire(*, id: UUID, held: Transfer, at: datetime) -> Transfer:
    """What was held is free again, because its time is over."""
    return _outcome(id, Kind.EXPIRE, held, held.amount, 0, None, at, "")


def reverse(*, id: UUID, what: Transfer, by: Any, at: datetime, note: str) -> Transfer:
    """A whole transfer the other way round."""
    return _row(
        id=id, scheme_id=what.scheme_id, kind=Kind.REVERSAL, purpose=what.purpose,
        debit_id=what.credit_id, credit_id=what.debit_id, amount=what.amount,
        moved=what.amount, holds=0, of=what, note=note, by=user(by), at=at,
    )  # fmt: skip


def user(by: Any) -> Any:
    """Who acts, as a row can hold it; None for the program itself and for whoever has no account."""
    return by if getattr(by, "pk", None) else None


def _outcome(
    id: UUID, kind: str, held: Transfer, amount: int, moved: int, by: Any, at: datetime, note: str
) -> Transfer:
    return _row(
        id=id, scheme_id=held.scheme_id, kind=kind, purpose=held.purpose, debit_id=held.debit_id,
        credit_id=held.credit_id, amount=amount, moved=moved, holds=-held.amount, of=held,
        note=note, by=user(by), at=at,
    )  # fmt: skip


def _row(**known: Any) -> Transfer:
    """A new transfer. By the places of its columns: a third of the time that names take."""
    near = {name: known.pop(name) for name in ("debit", "credit", "of", "by") if name in known}
    for name, row in near.items():
        known[f"{name}_id"] = None if row is None else row.pk
    values: Any = [known.get(name) for name in names()]
    made = Transfer(*values)
    made._state.fields_cache.update(near)
    return made


@cache
def names() -> tuple[str, ...]:
    """The columns of a transfer, in their order."""
    return tuple(field.attname for field in Transfer._meta.concrete_fields)
