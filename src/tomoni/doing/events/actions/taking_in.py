"""Events of other calendars and lists become series here, a whole file at once or nothing of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.doing.events.actions import index
from tomoni.doing.events.models import Occurrence, Series, SeriesTag, SignUp

CREATED, UPDATED, UNCHANGED, OLDER = "created", "updated", "unchanged", "older"
DATE_FIELDS = ("starts_at", "ends_at", "status", "reason", "is_edited", "title")


@dataclass(frozen=True)
class Date:
    """One occurrence as the other calendar has it; `planned` names it for ever."""

    planned: datetime
    start: datetime
    end: datetime
    cancelled: bool = False
    edited: bool = False
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """One event of a list; `values` are fields of `Series`."""

    origin: str
    uid: str
    sequence: int
    values: dict[str, Any]
    dates: tuple[Date, ...]
    tags: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The values as they are remembered, to see later who changed what."""
        return {key: _plain(value) for key, value in self.values.items()}

    def digest(self) -> str:
        """What the list says, without the window of dates, which moves from day to day."""
        edited = [(d.planned, d.start, d.end, d.cancelled, d.title) for d in self.dates if d.edited]
        whole = repr((sorted(self.plain().items()), edited, sorted(self.tags), self.sequence))
        return sha256(whole.encode()).hexdigest()


def weigh(entries: Iterable[Entry]) -> list[str]:
    """What would become of each entry; only reads."""
    entries = list(entries)
    known = _known(entries)
    return [_verdict(known.get(entry.origin), entry) for entry in entries]


@transaction.atomic
def take_in(
    *, entries: Iterable[Entry], by: Any, at: datetime, publish: bool, source: str
) -> list[str]:
    """Write the entries in one transaction; what `weigh` says is what happens.

    A field that somebody here has changed since it was taken in is theirs and stays.
    """
    entries = list(entries)
    known = _known(entries, lock=True)
    results: list[str] = []
    rows: list[tuple[Series, dict[str, tuple[Any, Any]] | None]] = []
    for entry in entries:
        series = known.get(entry.origin)
        verdict = _verdict(series, entry)
        results.append(verdict)
        if series is None:
            known[entry.origin] = series = _create(entry, by, at, publish, source)
            rows.append((series, None))
        elif verdict == UPDATED:
            rows.append((series, _update(series, entry, at)))
    index.refresh([series for series, _changes in rows])
    audit.record_many("events.taken_in", rows, by=by, at=at, note=source[:200])
    return results


def _known(entries: list[Entry], *, lock: bool = False) -> dict[str, Series]:
    found: dict[str, Series] = {}
    origins = [entry.origin for entry in entries]
    for start in range(0, len(origins), 500):
        rows = Series.objects.filter(origin__in=origins[start : start + 500])
        if lock:
            rows = rows.select_for_update()
        found.update({series.origin or "": series for series in rows})
    return found


def _verdict(series: Series | None, entry: Entry) -> str:
    if series is None:
        return CREATED
    if entry.sequence < series.imported.get("sequence", 0):
        return OLDER
    return UNCHANGED if series.imported.get("digest") == entry.digest() else UPDATED


def _create(entry: Entry, by: Any, at: datetime, publish: bool, source: str) -> Series:
    shown = Series.Status.PUBLISHED if publish else Series.Status.DRAFT
    # A name that one of our own series bears already stays with it.
    is_taken = Series.objects.filter(uid=entry.uid).exists()
    known = {"uid": entry.uid} if entry.uid and not is_taken else {}
    series = Series.objects.create(
        **{"status": shown, **entry.values, **known},
        slug="e-" + sha256(entry.origin.encode()).hexdigest()[:12],
        origin=entry.origin,
        source=source[:300],
        sequence=entry.sequence,
        imported=_remembered(entry),
        extra=entry.extra,
        published_at=at if publish else None,
        created_at=at,
        updated_at=at,
        created_by=by,
    )
    dates = [_occurrence(series, date, at) for date in entry.dates]
    Occurrence.objects.bulk_create(dates, batch_size=500)
    _tag(series, entry)
    return series


def _remembered(entry: Entry) -> dict[str, Any]:
    return {"digest": entry.digest(), "sequence": entry.sequence, "values": entry.plain()}


def _update(series: Series, entry: Entry, at: datetime) -> dict[str, tuple[Any, Any]]:
    before = series.imported.get("values", {})
    ours = {key for key, was in before.items() if _plain(getattr(series, key, was)) != was}
    new = {key: value for key, value in entry.values.items() if key not in ours}
    changes = audit.differences(series, new)
    for key, value in new.items():
        setattr(series, key, value)
    series.sequence = max(series.sequence + 1, entry.sequence)
    series.version += 1
    series.imported, series.extra, series.updated_at = _remembered(entry), entry.extra, at
    series.save(update_fields=[*new, "sequence", "version", "imported", "extra", "updated_at"])
    _update_dates(series, entry, at)
    series.tags.exclude(word__in=[word[:60] for word in entry.tags]).delete()
    _tag(series, entry)
    return {**changes, "version": (series.version - 1, series.version)}


def _update_dates(series: Series, entry: Entry, at: datetime) -> None:
    have = {row.original_at: row for row in series.occurrences.all()}
    new = []
    for date in entry.dates:
        row = have.pop(date.planned, None)
        if row is None:
            new.append(_occurrence(series, date, at))
        elif (not row.is_edited or date.edited) and _lay_over(row, date):
            _keep(row, at, *DATE_FIELDS)
    Occurrence.objects.bulk_create(new, batch_size=500)
    # Dates before the file's first may only be left out by it. What people signed up for is
    # called off, never silently gone.
    first = min((date.planned for date in entry.dates), default=at)
    gone = [row for moment, row in have.items() if moment >= first and not row.is_edited]
    signed = set(
        SignUp.objects.filter(role__occurrence__in=gone).values_list("role__occurrence", flat=True)
    )
    for row in gone:
        if row.pk not in signed:
            row.delete()
        elif row.status != Occurrence.Status.CANCELLED:
            row.status, row.reason = Occurrence.Status.CANCELLED, _("元の予定からなくなりました。")
            _keep(row, at, "status", "reason")


def _keep(row: Occurrence, at: datetime, *fields: str) -> None:
    row.sequence, row.updated_at = row.sequence + 1, at
    row.save(update_fields=[*fields, "sequence", "updated_at"])


def _lay_over(row: Occurrence, date: Date) -> bool:
    """Put the date over the row; whether the row says something else now."""
    fresh = _occurrence(row.series, date, row.updated_at)
    unlike = [name for name in DATE_FIELDS if getattr(row, name) != getattr(fresh, name)]
    for name in unlike:
        setattr(row, name, getattr(fresh, name))
    return bool(unlike)


def _occurrence(series: Series, date: Date, at: datetime) -> Occurrence:
    return Occurrence(
        series=series,
        original_at=date.planned,
        starts_at=date.start,
        ends_at=date.end,
        status=Occurrence.Status.CANCELLED if date.cancelled else Occurrence.Status.PLANNED,
        reason=_("元の予定で中止になりました。") if date.cancelled else "",
        is_edited=date.edited,
        title=date.title if date.edited and date.title != series.title else "",
        lat=series.lat,
        lng=series.lng,
        created_at=at,
        updated_at=at,
    )


def _tag(series: Series, entry: Entry) -> None:
    words = dict.fromkeys(word[:60] for word in entry.tags)
    rows = [SeriesTag(series=series, word=word) for word in words]
    SeriesTag.objects.bulk_create(rows, ignore_conflicts=True)


def _plain(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value
