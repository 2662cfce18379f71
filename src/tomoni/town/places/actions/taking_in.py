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

from tomoni.core import search
from tomoni.core.coordinates import Point, looks_like_tokyo_datum
from tomoni.core.geo import distance_m
from tomoni.core.text import search_key
from tomoni.town.places.actions import index, listing_many
from tomoni.town.places.actions.comparing import come_back, follow, remember, standing
from tomoni.town.places.actions.incoming import Entry, Outcome, Source, is_ours
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.actions.staging import ARRIVE, FIND, FOLLOW, SHOW, Stage
from tomoni.town.places.actions.updating_many import Decision, update_all
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.search import SECTION

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


@dataclass(slots=True)
class Following:
    """What a handful means for entries that are listed already."""

    entries: list[tuple[Entry, UUID]] = field(default_factory=list)
    same: list[UUID] = field(default_factory=list)


def begin(
    *,
    source: Source,
    by: Any,
    at: datetime,
    publish: bool,
    own_city: str = "",
    stage: Stage | None = None,
) -> Run:
    """Start a run over one file.

    `own_city` is the code of the city when the list is about it, which gives places a town.
    """
    had = Listing.objects.filter(origin__startswith=_scope(source)).exists()
    return Run(source, by, at, publish, had, Known(own_city=own_city), stage or Stage())


def take_in(run: Run, entries: Sequence[Entry]) -> list[Outcome]:
    """List, bring up to date, or leave as it is, at once, in the caller's transaction."""
    outcomes, parcels = weigh(run, entries)
    for phase, parcel in parcels:
        write_parcel(phase, parcel, known=run.known, by=run.by, at=run.at)
    return outcomes


def lay_down(run: Run, entries: Sequence[Entry]) -> list[Outcome]:
    """What will become of the entries, laid down in the stage; the database is only read."""
    outcomes, parcels = weigh(run, entries)
    for phase, parcel in parcels:
        run.stage.add(phase, parcel)
    return outcomes


def write_parcel(phase: int, parcel: Any, *, known: Known, by: Any, at: datetime) -> None:
    """Write one parcel in the caller's transaction."""
    if phase == ARRIVE:
        listing_many.write(parcel, by=by, at=at)
    elif phase == SHOW:
        listing_many.show(parcel, at=at)
    elif phase == FOLLOW:
        _follow(parcel, known, by, at)
    else:
        search.put_prepared(SECTION, parcel)


def weigh(run: Run, entries: Sequence[Entry]) -> tuple[list[Outcome], list[tuple[int, Any]]]:
    """One outcome for each entry, in order, and what has to be written for them."""
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
    arrivals, created = listing_many.make_ready(run.known, fresh, at=run.at, publish=run.publish)
    for (entry, _own), listing in zip(fresh, created, strict=True):
        _claim(run, listing)
        outcomes[entry.row] = Outcome(entry.row, "created", entry.notes, listing_id=str(listing.pk))
    follow_up = Following()
    for each in _decide(kept):
        differs = each.changes or each.remembers_more
        outcomes[each.entry.row] = Outcome(
            each.entry.row,
            "updated" if each.changes else "unchanged",
            each.entry.notes + each.notes,
            listing_id=str(each.listing.pk),
        )
        if differs:
            follow_up.entries.append((each.entry, each.listing.pk))
        else:
            follow_up.same.append(each.listing.pk)
    parcels = _parcels(run, arrivals, created, follow_up)
    return [outcomes[entry.row] for entry in entries], parcels


def _parcels(
    run: Run, arrivals: listing_many.Arrivals, created: list[Listing], follow_up: Following
) -> list[tuple[int, Any]]:
    parcels: list[tuple[int, Any]] = []
    # An entry nobody could find under any word of the taxonomy waits for a clerk.
    shown = [row for row in created if run.publish and row.category is not None]
    if created:
        parcels.append((ARRIVE, arrivals))
    if shown:
        parcels.append((SHOW, [row.pk for row in shown]))
    if follow_up.entries or follow_up.same:
        parcels.append((FOLLOW, follow_up))
    if shown:
        parcels.append((FIND, index.prepare(shown)))
    return parcels


def absent(run: Run, most: int = 20) -> tuple[int, list[str]]:
    """How many entries of an earlier import this file no longer names, and some of them."""
    if not run.had_before:
        return 0, []
    earlier = Listing.objects.filter(origin__startswith=_scope(run.source))
    earlier = earlier.exclude(status=Listing.Status.CLOSED).order_by("name", "id")
    names: list[str] = []
    count = 0
    for pk, name in earlier.values_list("pk", "name").iterator(chunk_size=1000):
        if not run.stage.is_claimed(pk):
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
        met = run.stage.meet(_digest(candidate), entry.row, int(entry.natural, 16), content)
        if met is None:
            return candidate
        row, natural, other = met
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
    return _digest(words)


def _digest(words: str) -> int:
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
    return run.stage.claim(listing.pk)


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


def _follow(following: Following, known: Known, by: Any, at: datetime) -> None:
    """Bring listed entries up to date as they stand now: somebody may have written meanwhile."""
    rows = {row.pk: row for row in _whole().filter(pk__in=[pk for _e, pk in following.entries])}
    kept = [(entry, rows[pk]) for entry, pk in following.entries if pk in rows]
    update_all(known, _decide(kept), at=at, by=by)
    same = Listing.objects.filter(pk__in=following.same).select_related("category")
    same = same.only("checked_on", "review_every_days", "category__review_every_days")
    _confirm([*rows.values(), *same], localdate(at))


def _decide(kept: list[tuple[Entry, Listing]]) -> list[Decision]:
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
