"""Listed entries that a file names again: what changes, and that they were confirmed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.coordinates import Point, looks_like_tokyo_datum
from tomoni.town.places.actions.comparing import come_back, follow, remember, standing
from tomoni.town.places.actions.identity import whole
from tomoni.town.places.actions.incoming import Entry, is_ours
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.updating_many import Decision, update_all
from tomoni.town.places.models import Listing


@dataclass(slots=True)
class Following:
    """What a handful means for entries that are listed already."""

    entries: list[tuple[Entry, UUID]] = field(default_factory=list)
    same: list[UUID] = field(default_factory=list)


def bring_up_to_date(following: Following, known: Known, by: Any, at: datetime) -> None:
    """Bring listed entries up to date as they stand now: somebody may have written meanwhile."""
    rows = {row.pk: row for row in whole().filter(pk__in=[pk for _e, pk in following.entries])}
    kept = [(entry, rows[pk]) for entry, pk in following.entries if pk in rows]
    update_all(known, decide(kept), at=at, by=by)
    same = Listing.objects.filter(pk__in=following.same).select_related("category")
    same = same.only("checked_on", "review_every_days", "category__review_every_days")
    _confirm([*rows.values(), *same], localdate(at))


def decide(kept: list[tuple[Entry, Listing]]) -> list[Decision]:
    decided = []
    for entry, listing in kept:
        said, here = entry.values, standing(listing)
        if is_ours(entry.own_id):
            changes, notes = come_back(said=said, here=here)
            remembered, extra = listing.imported, listing.extra
        else:
            before = {key: value for key, value in listing.imported.items() if key != "~"}
            states: dict[str, Any] = {
                "before": before,
                "said": said,
                "here": here,
                "covers": entry.covers,
            }
            changes, notes = follow(**states)
            notes += _old_datum(changes, here)
            remembered = {**remember(**states), "~": entry.natural}
            other = {k: v for k, v in listing.extra.items() if k not in entry.headings}
            extra = {**other, **entry.extra}
        decided.append(Decision(entry, listing, here, changes, notes, remembered, extra))
    return decided


def _old_datum(changes: dict[str, Any], here: dict[str, Any]) -> list[dict[str, str]]:
    """A point that moves by just the shift of the old datum was most likely written on it."""
    lat, lng = (changes.get(key, here.get(key)) for key in ("place.lat", "place.lng"))
    old_lat, old_lng = here.get("place.lat"), here.get("place.lng")
    moved = changes.keys() & {"place.lat", "place.lng"}
    if not moved or None in (lat, lng, old_lat, old_lng):
        return []
    if not looks_like_tokyo_datum(Point(lat, lng), Point(old_lat, old_lng)):  # type: ignore[arg-type]
        return []
    note = _(
        "前の位置から日本測地系のずれの分だけ動いています。世界測地系の座標か確かめてください。"
    )
    return [{"field": "place.lat", "value": f"{lat}, {lng}", "note": note}]


def _confirm(listings: list[Listing], today: date) -> None:
    """A publisher that names a place again vouches for it as of today."""
    by_rhythm: dict[int, list[Listing]] = {}
    for listing in listings:
        if listing.checked_on is None or listing.checked_on < today:
            by_rhythm.setdefault(listing.review_days(), []).append(listing)
    for group in by_rhythm.values():
        group[0].checked_on = today
        Listing.objects.filter(pk__in=[row.pk for row in group]).update(
            checked_on=today, review_due_on=group[0].next_review()
        )
