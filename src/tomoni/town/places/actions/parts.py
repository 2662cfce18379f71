"""Replacing the small lists of an entry or a place: one way for all of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tomoni.core import audit
from tomoni.town.places.actions import writing
from tomoni.town.places.models import Listing, Place


def replace(
    owner: Listing | Place,
    manager: Any,
    rows: Iterable[Mapping[str, Any]],
    *,
    name: str,
    fields: tuple[str, ...],
    act: str,
    by: Any,
    at: datetime,
    expected: int | None,
    also: Mapping[str, Any] | None = None,
) -> Listing | Place:
    """Make `manager` (a related manager of `owner`) hold exactly `rows`, in this order.

    The caller's transaction is open. Rows are compared as plain values, so saving the same
    list again writes nothing. `also` are fields of the owner saved by the same act.
    """
    row = writing.hold(owner)
    model: Any = manager.model
    defaults = {field: model._meta.get_field(field).get_default() for field in fields}
    new = [said({**defaults, **values}, fields) for values in rows]
    now = current(manager, fields)
    fields_now = {field: getattr(row, field) for field in also or {}}
    settled = writing.settle(row, expected, {name: new, **(also or {})}, {name: now, **fields_now})
    if name not in settled or new == now:
        settled.pop(name, None)
        writing.save(row, settled, act=act, by=by, at=at)
        return row
    del settled[name]
    manager.all().delete()
    ordered = {f.name for f in model._meta.get_fields()} >= {"order"}
    link = manager.field.name
    model._base_manager.bulk_create(
        [
            model(**{link: row}, **values, **({"order": i} if ordered else {}))
            for i, values in enumerate(new)
        ]
    )
    writing.save(row, settled, act=act, by=by, at=at, parts={name: (now, new)})
    return row


def current(manager: Any, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The saved rows as plain values."""
    names = {f.name for f in manager.model._meta.get_fields()}
    order = ("order", "id") if "order" in names else ("id",)
    return [said(values, fields) for values in manager.order_by(*order).values(*fields)]


def said(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """The values that say something, as the audit keeps them."""
    return {
        field: audit.plain(values[field]) for field in fields if values.get(field) not in (None, "")
    }
