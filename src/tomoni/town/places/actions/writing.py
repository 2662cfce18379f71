"""How every action of this room writes: in hand, compared, saved, recorded, indexed.

Two editors may hold the same entry open. The form carries the version it was filled from;
what somebody else changed since then is read from the audit rows. A field the second editor
did not touch keeps the first one's value; a field both changed to different values is a
clash, and nothing is saved until she has seen it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.town.places.actions import index
from tomoni.town.places.models import Listing, Place
from tomoni.town.places.rules import words

Thing = TypeVar("Thing", bound=Listing | Place)


@dataclass(frozen=True)
class Difference:
    """One field both editors changed: who, when, and the value that is saved now."""

    field: str
    label: str
    theirs: Any
    who: str
    at: datetime


class Clash(Refused):
    """Somebody else changed the same fields first; `version` is the one saved now."""

    def __init__(self, differences: list[Difference], version: int) -> None:
        first = differences[0]
        labels = "、".join(difference.label for difference in differences)
        when = formats.date_format(timezone.localtime(first.at), "H:i")
        super().__init__(
            _(
                "%(who)sさんが%(when)sに「%(labels)s」を先に書きかえました。"
                "下の今の内容と見比べて、もう一度保存してください。入力したことは残っています。"
            )
            % {"who": first.who, "when": when, "labels": labels}
        )
        self.differences = differences
        self.version = version


def hold(thing: Thing) -> Thing:
    """The row in hand until the transaction ends."""
    return lock(thing)


def settle(
    thing: Thing, expected: int | None, new: Mapping[str, Any], now: Mapping[str, Any]
) -> dict[str, Any]:
    """What of `new` is to be saved over the values `now`, given the version it was filled from.

    Raises:
        Clash: when a field was changed by both editors to different values.
    """
    if expected is None or thing.version == expected:
        return dict(new)
    since = _changes_since(thing, expected)
    kept: dict[str, Any] = {}
    clashes: list[Difference] = []
    for field, value in new.items():
        if field not in since:
            kept[field] = value
            continue
        before, row = since[field]
        mine = audit.plain(value)
        if mine == before or mine == audit.plain(now[field]):
            continue
        clashes.append(
            Difference(
                field, words.field_label(field), now[field], str(row.by or _("取り込み")), row.at
            )
        )
    if clashes:
        raise Clash(clashes, thing.version)
    return kept


def _changes_since(thing: Listing | Place, expected: int) -> dict[str, tuple[Any, Any]]:
    """Field → (value at version `expected`, the newest audit row that changed it)."""
    found: dict[str, tuple[Any, Any]] = {}
    for row in audit.history(thing):
        version = row.changes.get("version")
        if version is None:
            continue  # The row of the first draft has none.
        if version[0] < expected:
            break
        for field, (old, _new) in row.changes.items():
            newest = found[field][1] if field in found else row
            found[field] = (old, newest)
    return found


def save(
    thing: Thing,
    values: Mapping[str, Any],
    *,
    act: str,
    by: Any,
    at: datetime,
    parts: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
) -> bool:
    """Write changed fields, one audit row and the index; nothing at all when nothing changed.

    Args:
        parts: What the caller changed in tables of their own, as name → (old, new).
    """
    changes: dict[str, tuple[Any, Any]] = audit.differences(thing, values)
    fields: list[str] = list(changes)
    changes.update({name: pair for name, pair in (parts or {}).items() if pair[0] != pair[1]})
    if not changes:
        return False
    for field in fields:
        setattr(thing, field, values[field])
    changes["version"] = (thing.version, thing.version + 1)
    thing.version += 1
    thing.updated_at = at
    thing.save(update_fields=[*fields, "version", "updated_at"])
    audit.record(act, thing, by=by, at=at, changes=changes, note=note)
    index.refresh(listings_of(thing))
    return True


def listings_of(thing: Listing | Place) -> list[Listing]:
    """The entries whose search text this row is part of."""
    return [thing] if isinstance(thing, Listing) else list(thing.listings.all())
