"""Who a row is: the entry it means, told by its number, its name and where it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tomoni.core.geo import distance_m
from tomoni.core.text import search_key
from tomoni.town.places.actions.incoming import Entry, Outcome, Source, is_ours
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.staging import Stage
from tomoni.town.places.models import Listing

# Two points closer than this may be one place written twice.
NEAR_M = 200


@dataclass
class Run:
    """What one file has met so far; goes from one handful of rows to the next.

    `stage` keeps it outside of the memory, so that a list of any length fits.
    """

    source: Source
    by: Any
    at: datetime
    publish: bool
    had_before: bool
    known: Known
    stage: Stage


def scope_of(source: Source) -> str:
    return f"{source.city_code or '-'}:{source.dataset}:"


def _plain_origin(entry: Entry) -> str:
    own = entry.own_id if entry.own_id else f"~{entry.natural}"
    return scope_of(entry.source) + own


def apart(entry: Entry) -> str:
    """The origin of a place whose number another place of the same list bears too."""
    return f"{scope_of(entry.source)}{entry.own_id}~{entry.natural}"


def origin_of(run: Run, entry: Entry, outcomes: dict[int, Outcome]) -> str | None:
    """The identity of the entry within its list; None when the row is there twice."""
    content = _content(entry)
    origin = _plain_origin(entry)
    for candidate in (origin, apart(entry)):
        met = run.stage.meet(_digest(candidate), entry.row, int(entry.natural, 16), content)
        if met is None:
            return candidate
        row, natural, other = met
        if natural == int(entry.natural, 16) or candidate == apart(entry):
            sentence = (
                _("%(row)s行目と同じ内容の行です。どちらか一方を消してください。")
                if other == content
                else _(
                    "%(row)s行目と番号・名前・住所が同じで、ほかの値が違います。"
                    "正しい方だけを残すか、別の番号を付けてください。"
                )
            )
            outcomes[entry.row] = Outcome(
                entry.row,
                "rejected",
                entry.notes,
                reason=sentence % {"row": row},
                value=entry.name,
            )
            return None
        entry.notes.append(
            {
                "field": "ID",
                "value": entry.own_id,
                "note": _("番号が%(row)s行目と同じですが、名前か住所が違うため別の施設としました。")
                % {"row": row},
            }
        )
    raise AssertionError("unreachable")


def _content(entry: Entry) -> int:
    words = json.dumps([entry.values, entry.extra], ensure_ascii=False, sort_keys=True)
    return _digest(words)


def _digest(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")


def known_of(run: Run, entries: Sequence[Entry]) -> dict[str, Listing]:
    if not run.had_before:
        return {}
    origins = [origin for e in entries for origin in (_plain_origin(e), apart(e))]
    return {str(row.origin): row for row in whole().filter(origin__in=origins)}


def ours_of(entries: Sequence[Entry]) -> dict[UUID, Listing]:
    keys = {key for entry in entries if (key := is_ours(entry.own_id))}
    return {row.pk: row for row in whole().filter(pk__in=keys)} if keys else {}


def whole() -> Any:
    return Listing.objects.select_related("organisation", "category").prefetch_related(
        "at__place__facts", "at__openings", "contacts", "hazards"
    )


def is_same(entry: Entry, known: Listing) -> bool:
    """A number may be given to another place one day; name, address or nearness must agree."""
    before = known.imported
    if search_key(str(before.get("name", known.name))) == search_key(entry.name):
        return True
    address = entry.values.get("place.address")
    if address and search_key(str(before.get("place.address"))) == search_key(str(address)):
        return True
    points = [
        before.get("place.lat"),
        before.get("place.lng"),
        entry.values.get("place.lat"),
        entry.values.get("place.lng"),
    ]
    return None not in points and distance_m(*points) < NEAR_M


def claim(run: Run, listing: Listing) -> bool:
    return run.stage.claim(listing.pk)


def renumbered(
    run: Run, fresh: list[tuple[Entry, str]]
) -> tuple[list[tuple[Entry, str]], list[tuple[Entry, Listing]]]:
    """Places that are listed already under another number of the same list."""
    names = {entry.name for entry, _origin_ in fresh}
    scope = Q(dataset=run.source.dataset, origin__startswith=scope_of(run.source))
    found: dict[str, list[Listing]] = {}
    for listing in whole().filter(scope, name__in=names):
        found.setdefault(str(listing.imported.get("~", "")), []).append(listing)
    rest, kept = [], []
    for entry, origin in fresh:
        same = next((row for row in found.get(entry.natural, []) if claim(run, row)), None)
        if same is None:
            rest.append((entry, origin))
            continue
        entry.notes.append(
            {
                "field": "ID",
                "value": entry.own_id,
                "note": _("番号が前回と違いますが、名前と住所が同じため同じ施設としました。"),
            }
        )
        kept.append((entry, same))
    return rest, kept
