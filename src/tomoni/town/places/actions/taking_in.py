"""Taking entries of an outside list into the directory, a handful at a time."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core.coordinates import Point, looks_like_tokyo_datum
from tomoni.core.geo import distance_m
from tomoni.core.text import search_key
from tomoni.town.places.actions.comparing import come_back, follow, remember, standing
from tomoni.town.places.actions.incoming import Entry, Outcome, Source, is_ours
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.listing_many import create_all
from tomoni.town.places.actions.updating_many import Decision, update_all
from tomoni.town.places.models import Listing

# Two points closer than this may be one place written twice.
NEAR_M = 200


@dataclass
class Run:
    """What one file has met so far; goes from one handful of rows to the next.

    `met` keeps 24 bytes of meaning for each origin (row, identity and content), so that a
    list of any length fits.
    """

    source: Source
    by: Any
    at: datetime
    publish: bool
    had_before: bool
    met: dict[int, int] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)
    known: Known = field(default_factory=Known)


def begin(*, source: Source, by: Any, at: datetime, publish: bool, own_city: str = "") -> Run:
    """Start a run over one file; must be inside the transaction that holds the whole file.

    `own_city` is the code of the city when the list is about it, which gives places a town.
    """
    had = Listing.objects.filter(origin__startswith=_scope(source)).exists()
    return Run(source, by, at, publish, had, known=Known(own_city=own_city))


def take_in(run: Run, entries: Sequence[Entry]) -> list[Outcome]:
    """List, bring up to date, or leave as it is; one outcome for each entry, in order."""
    outcomes: dict[int, Outcome] = {}
    fresh: list[tuple[Entry, str]] = []
    kept: list[tuple[Entry, Listing]] = []
    by_origin = _known(run, entries)
    ours = _ours(entries)
    wanted: list[Entry] = []
    for entry in entries:
        origin = _origin(run, entry, outcomes)
        if origin is None:
            continue
        if is_ours(entry.own_id):
            _returned(run, entry, ours, kept, outcomes)
            continue
        known = by_origin.get(_apart(entry)) or by_origin.get(origin)
        if known is not None and _same(entry, known) and _claim(run, known):
            kept.append((entry, known))
        else:
            wanted.append(entry)
            if known is not None and known.origin == origin:
                origin = _apart(entry)
            fresh.append((entry, origin))
    if run.had_before and wanted:
        fresh, more = _renumbered(run, fresh)
        kept += more
    created = create_all(run.known, fresh, at=run.at, by=run.by, publish=run.publish)
    for (entry, _own), listing in zip(fresh, created, strict=True):
        _claim(run, listing)
        outcomes[entry.row] = Outcome(entry.row, "created", entry.notes, listing_id=str(listing.pk))
    for each in _decide(run, kept):
        outcomes[each.entry.row] = Outcome(
            each.entry.row,
            "updated" if each.changes else "unchanged",
            each.entry.notes + each.notes,
            listing_id=str(each.listing.pk),
        )
    return [outcomes[entry.row] for entry in entries]


def absent(run: Run, most: int = 20) -> tuple[int, list[str]]:
    """How many entries of an earlier import this file no longer names, and some of them."""
    if not run.had_before:
        return 0, []
    earlier = Listing.objects.filter(origin__startswith=_scope(run.source))
    earlier = earlier.exclude(status=Listing.Status.CLOSED).order_by("name", "id")
    names: list[str] = []
    count = 0
    for pk, name in earlier.values_list("pk", "name").iterator(chunk_size=1000):
        if pk.int & (2**62 - 1) not in run.claimed:
            count += 1
            if len(names) < most:
                names.append(name)
    return count, names


def _scope(source: Source) -> str:
    return f"{source.city_code or '-'}:{source.dataset}:"


def _plain_origin(entry: Entry) -> str:
    own = entry.own_id if entry.own_id else f"~{entry.natural}"
    return _scope(entry.source) + own


def _apart(entry: Entry) -> str:
    """The origin of a place whose number another place of the same list bears too."""
    return f"{_scope(entry.source)}{entry.own_id}~{entry.natural}"


def _origin(run: Run, entry: Entry, outcomes: dict[int, Outcome]) -> str | None:
    """The identity of the entry within its list; None when the row is there twice."""
    content = _content(entry)
    origin = _plain_origin(entry)
    for candidate in (origin, _apart(entry)):
        key = hash(candidate)
        met = run.met.get(key)
        if met is None:
            run.met[key] = entry.row << 128 | int(entry.natural, 16) << 64 | content
            return candidate
        row, natural, other = met >> 128, met >> 64 & (2**64 - 1), met & (2**64 - 1)
        if natural == int(entry.natural, 16) or candidate == _apart(entry):
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
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")


def _known(run: Run, entries: Sequence[Entry]) -> dict[str, Listing]:
    if not run.had_before:
        return {}
    origins = [origin for e in entries for origin in (_plain_origin(e), _apart(e))]
    return {str(row.origin): row for row in _whole().filter(origin__in=origins)}


def _ours(entries: Sequence[Entry]) -> dict[UUID, Listing]:
    keys = {key for entry in entries if (key := is_ours(entry.own_id))}
    return {row.pk: row for row in _whole().filter(pk__in=keys)} if keys else {}


def _returned(
    run: Run,
    entry: Entry,
    ours: dict[UUID, Listing],
    kept: list[tuple[Entry, Listing]],
    outcomes: dict[int, Outcome],
) -> None:
    """A row of our own open data on its way back; it never makes a new entry."""
    listing = ours.get(is_ours(entry.own_id) or UUID(int=0))
    if listing is None:
        reason = _(
            "この番号の掲載はもうありません。新しい施設なら、番号を消して取り込んでください。"
        )
        outcomes[entry.row] = Outcome(
            entry.row, "rejected", entry.notes, reason=reason, field="ID", value=entry.own_id
        )
    elif "-" in entry.own_id or not _claim(run, listing):
        note = _("二つ目からの場所は表では直せません。掲載の画面で直してください。")
        entry.notes.append({"field": "ID", "value": entry.own_id, "note": note})
        outcomes[entry.row] = Outcome(
            entry.row, "unchanged", entry.notes, listing_id=str(listing.pk)
        )
    else:
        kept.append((entry, listing))


def _whole() -> Any:
    return Listing.objects.select_related("organisation", "category").prefetch_related(
        "at__place__facts", "at__openings", "contacts", "hazards"
    )


def _same(entry: Entry, known: Listing) -> bool:
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


def _claim(run: Run, listing: Listing) -> bool:
    key = listing.pk.int & (2**62 - 1)
    if key in run.claimed:
        return False
    run.claimed.add(key)
    return True


def _renumbered(
    run: Run, fresh: list[tuple[Entry, str]]
) -> tuple[list[tuple[Entry, str]], list[tuple[Entry, Listing]]]:
    """Places that are listed already under another number of the same list."""
    names = {entry.name for entry, _origin_ in fresh}
    scope = Q(dataset=run.source.dataset, origin__startswith=_scope(run.source))
    found: dict[str, list[Listing]] = {}
    for listing in _whole().filter(scope, name__in=names):
        found.setdefault(str(listing.imported.get("~", "")), []).append(listing)
    rest, kept = [], []
    for entry, origin in fresh:
        same = next((row for row in found.get(entry.natural, []) if _claim(run, row)), None)
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


def _decide(run: Run, kept: list[tuple[Entry, Listing]]) -> list[Decision]:
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
    update_all(run.known, decided, at=run.at, by=run.by)
    _confirm([each.listing for each in decided], localdate(run.at))
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
