"""Writing down what was done; every action leaves one row."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from tomoni.core.models import AuditRow
from tomoni.core.sealed import SHOWN, hidden


def record(
    act: str,
    thing: models.Model,
    *,
    by: Any,
    at: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
) -> AuditRow:
    """Append one audit row in the caller's transaction.

    Args:
        act: Room and past verb, such as ``places.published``.
        thing: The row acted on.
        by: The user, or None for a visitor or the program.
        at: When; time is always passed in.
        changes: Field name to (old, new), from `differences`.
        note: A short cause; never personal details of a case.
    """
    return AuditRow.objects.create(**_values(act, thing, by, at, changes, note))


def record_many(
    act: str,
    things: Iterable[tuple[models.Model, Mapping[str, tuple[Any, Any]] | None]],
    *,
    by: Any,
    at: datetime,
    note: str = "",
) -> None:
    """Append one audit row for each thing, in batches; for imports."""
    AuditRow.objects.bulk_create(
        [AuditRow(**_values(act, thing, by, at, changes, note)) for thing, changes in things],
        batch_size=500,
    )


def differences(thing: models.Model, new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields of `thing` that `new` would change, as (old, new)."""
    found: dict[str, tuple[Any, Any]] = {}
    for field, value in new.items():
        old = getattr(thing, field)
        if old != value:
            found[field] = (old, value)
    return found


def history(thing: models.Model) -> models.QuerySet[AuditRow]:
    """The rows about `thing`, newest first."""
    return (
        AuditRow.objects.filter(thing=thing._meta.label, thing_id=str(thing.pk))
        .select_related("by")
        .order_by("-id")
    )


def _values(
    act: str,
    thing: models.Model,
    by: Any,
    at: datetime,
    changes: Mapping[str, tuple[Any, Any]] | None,
    note: str,
) -> dict[str, Any]:
    return {
        "at": at,
        "by": by if getattr(by, "pk", None) else None,
        "act": act,
        "thing": thing._meta.label,
        "thing_id": str(thing.pk),
        "changes": _shown(thing, changes or {}),
        "note": note,
    }


def _shown(
    thing: models.Model, changes: Mapping[str, tuple[Any, Any]]
) -> dict[str, tuple[Any, Any] | list[Any]]:
    """The changes as the record keeps them: of a sealed field only that it changed."""
    secret = hidden(type(thing)) if changes else set()
    return {
        name: [SHOWN, SHOWN] if name in secret else [plain(old), plain(new)]
        for name, (old, new) in changes.items()
    }


def plain(value: Any) -> Any:
    """A value as the audit keeps it: something JSON can hold."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return str(value)
