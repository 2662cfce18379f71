"""What became of an entry, field by field, from the audit rows."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.core import acts
from tomoni.core.models import AuditRow
from tomoni.ground.districts.models import District
from tomoni.town.places.models import Listing, Place
from tomoni.town.places.rules import hours_words, words
from tomoni.town.places.rules.week import Span

MOST = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Change:
    """One field: what it said and what it says now, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One act of one person."""

    at: datetime
    who: str
    what: str
    note: str
    changes: list[Change]


def of_listing(listing: Listing) -> list[Entry]:
    """The newest acts on an entry and on the places where it is, newest first."""
    places = [str(pk) for pk in listing.at.values_list("place", flat=True)]
    rows = (
        AuditRow.objects.filter(
            Q(thing=Listing._meta.label, thing_id=str(listing.pk))
            | Q(thing=Place._meta.label, thing_id__in=places)
        )
        .select_related("by")
        .order_by("-id")[:MOST]
    )
    return [_entry(row, listing) for row in rows]


def _entry(row: AuditRow, listing: Listing) -> Entry:
    return Entry(
        at=row.at,
        who=str(row.by) if row.by else _("プログラム"),
        what=acts.name_of(row.act),
        note=row.note,
        changes=[
            Change(words.field_label(field), said(field, old), said(field, new))
            for field, (old, new) in row.changes.items()
            if field.split(":")[0] not in words.HIDDEN and old != new
        ],
    )


def said(field: str, value: Any) -> str:
    """A value of an audit row in words an editor knows."""
    kind = field.split(":")[0]
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if kind == "status":
        return str(dict(Listing.Status.choices).get(value, value))
    if kind == "entry":
        return str(dict(Listing.Entry.choices).get(value, value))
    if kind == "fee_kind":
        return str(dict(Listing.FeeKind.choices).get(value, value))
    if kind == "areas" and isinstance(value, list):
        keys = [row.get("district_id") for row in value]
        found = District.objects.filter(pk__in=keys).order_by("kind", "order", "id")
        return "、".join(found.values_list("name", flat=True))
    if kind == "hours" and isinstance(value, list):
        spans = [Span(**{k: _day(v) for k, v in row.items()}) for row in value]
        return "、".join(line.words for line in hours_words.week_lines(spans))
    if isinstance(value, list):
        return " / ".join(said("", item) for item in value)
    if isinstance(value, dict):
        return " ".join(str(v) for v in value.values() if v not in (None, ""))
    return str(value)


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value
