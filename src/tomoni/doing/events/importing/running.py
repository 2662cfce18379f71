"""One file of events from its first byte to its report."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tomoni.core.tables import FileRefused
from tomoni.core.tables.cells import shown
from tomoni.core.tables.report import FileReport, Spill
from tomoni.doing.events.actions.taking_in import CREATED, OLDER, Date, Entry, take_in, weigh
from tomoni.doing.events.importing import calendar, lines, tables
from tomoni.doing.events.importing.entries import dates_of, entry_of
from tomoni.doing.events.importing.series import gather
from tomoni.doing.events.importing.zones import Zones

MOST_TOLD = 1_000


@dataclass(frozen=True)
class Options:
    by: Any
    at: datetime
    horizon: datetime
    zone: ZoneInfo
    dry_run: bool = False
    publish: bool = True
    year: int | None = None
    dataset: str = "event"


@dataclass
class EventReport(FileReport):
    """The report of a file, and what dates each of its events has, in UTC."""

    events: Spill = field(default_factory=Spill)


def import_file(path: Path, options: Options) -> EventReport:
    """Take one file in, wholly or not at all; a dry run decides the same and writes nothing."""
    report = EventReport(str(path), dataset="event", title=_("イベント"))
    try:
        if is_calendar(path):
            _calendar(path, options, report)
        else:
            _table(path, options, report)
    except FileRefused as why:
        report.refused = str(why)
    except calendar.Unusable as why:
        report.refused = why.reason
    return report


def is_calendar(path: Path) -> bool:
    if path.suffix.lower() in {".ics", ".ical", ".ifb", ".icalendar"}:
        return True
    try:
        with path.open("rb") as file:
            return b"BEGIN:V" in file.read(400).replace(b"\0", b"").upper()
    except OSError:
        return False


def _calendar(path: Path, options: Options, report: EventReport) -> None:
    found = lines.open_calendar(path)
    report.kind, report.encoding, report.notes = "ics", found.encoding, found.notes
    zones, read = Zones(found.zones), []
    for block in found.events:
        try:
            name = found.zone_names.get(block.calendar, "")
            event = calendar.read(block, zones, options.zone, name)
        except calendar.Unusable as why:
            report.reject(block.line, field=why.field, value=shown(why.value), reason=why.reason)
            continue
        read.append(event)
        for note in event.notes:
            report.repair(block.line, {"field": "", "note": note})
    entries, rows = [], []
    for series in gather(read):
        for old in series.older:
            why = _("同じ予定の新しい版が、このファイルの中にあります。")
            report.reject(old.line, field="UID", value=shown(old.uid), reason=why)
        entries.append(entry_of(series, dates_of(series, options.at, options.horizon)))
        rows.append([event.line for event in series.events])
    _write(entries, rows, options, report, path.name)


def _table(path: Path, options: Options, report: EventReport) -> None:
    events = tables.open_events(path, options.year)
    report.kind, report.encoding = events.table.kind, events.table.encoding
    report.notes += events.table.notes
    entries, rows = [], []
    for row, entry in tables.entries(events, options.zone, options.dataset):
        if isinstance(entry, Entry):
            entries.append(entry)
            rows.append([row.number])
        else:
            report.reject(
                row.number, field=entry.field, value=shown(entry.value), reason=entry.reason
            )
    _write(entries, rows, options, report, path.name)


def _write(
    entries: list[Entry], rows: list[list[int]], options: Options, report: EventReport, name: str
) -> None:
    if options.dry_run:
        results = weigh(entries)
    else:
        results = take_in(
            entries=entries, by=options.by, at=options.at, publish=options.publish, source=name
        )
    for entry, numbers, result in zip(entries, rows, results, strict=True):
        for number in numbers:
            if result == OLDER:
                why = _("こちらにある版のほうが新しいので、取り込みませんでした。")
                report.reject(number, field="SEQUENCE", value=str(entry.sequence), reason=why)
            else:
                report.count(result)
        report.events.add(
            {
                "row": numbers[0],
                "uid": entry.uid,
                "title": entry.values["title"],
                "result": result if result != OLDER else "rejected",
                "new": result == CREATED,
                "occurrences": [_told(date) for date in islice(entry.dates, MOST_TOLD)],
            }
        )


def _told(date: Date) -> dict[str, Any]:
    return {
        "start": date.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "end": date.end.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "cancelled": date.cancelled,
    }


def write_json(path: Path, reports: list[EventReport], horizon: datetime) -> None:
    """`{"horizon": …, "files": [...]}`, written piece by piece."""
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{{"horizon": "{horizon.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "files": [')
        for n, report in enumerate(reports):
            out.write(",\n" if n else "\n")
            out.write(json.dumps(report.head(), ensure_ascii=False).removesuffix("}"))
            for name in ("rejections", "repairs", "events"):
                out.write(f', "{name}": [')
                out.writelines(_items(getattr(report, name)))
                out.write("]")
            out.write("}")
        out.write("\n]}\n")


def _items(spill: Spill) -> Iterator[str]:
    for n, item in enumerate(spill):
        yield (",\n  " if n else "\n  ") + json.dumps(item, ensure_ascii=False)
