"""States and arrows as data; only `move` changes a state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused


@dataclass(frozen=True)
class Step:
    """One arrow: from any of `start` to `end`, named by the past verb used in the audit."""

    start: frozenset[str]
    end: str
    act: str

    @classmethod
    def of(cls, start: Iterable[str], end: str, act: str) -> "Step":
        return cls(frozenset(start), end, act)


def move(
    thing: models.Model, step: Step, *, by: Any, at: datetime, note: str = "", **fields: Any
) -> None:
    """Take `step` if the row in the database is still at one of its starts.

    Args:
        thing: The row; its `status` field holds the state.
        fields: Other fields set by the same statement.

    Raises:
        Refused: when somebody else moved it first, or the step does not start here.
    """
    old = thing.status  # type: ignore[attr-defined]
    manager: Any = thing.__class__._base_manager
    values = {"status": step.end, **fields}
    if hasattr(thing, "updated_at"):
        values.setdefault("updated_at", at)
    changed = manager.filter(pk=thing.pk, status__in=step.start).update(**values)
    if not changed:
        raise Refused(_("状態がすでに変わっています。画面を開き直して、もう一度お確かめください。"))
    changes = {"status": (old, step.end)}
    for name, value in fields.items():
        changes[name] = (getattr(thing, name), value)
    for name, value in values.items():
        setattr(thing, name, value)
    audit.record(step.act, thing, by=by, at=at, changes=changes, note=note)
