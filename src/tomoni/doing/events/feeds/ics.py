"""iCalendar (RFC 5545): each date is an event of its own that keeps its name through every change.

A date is written out instead of a rule, because holidays are shifted and houses close in ways no
rule says: what a phone shows is then exactly what the page shows. Its UID is made of the series'
own and of where the rule put it, so that a move or a cancellation reaches the same entry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from tomoni.core.city import city
from tomoni.doing.events.feeds.window import Told
from tomoni.doing.events.models import Occurrence, Series

PRODUCT = "-//Tomoni//Events//JA"
LONGEST_LINE = 75  # Octets; RFC 5545 §3.1.
SPECIAL = frozenset("\\;,")
HOURS = 6  # How often a program should look again.


@dataclass(frozen=True)
class Mark:
    """How the reader of a calendar of their own stands to one date."""

    status: str
    sequence: int
    words: str
    changed: datetime


def calendar(
    told: Iterable[Told], *, name: str, site: str, url: str, marks: Mapping[Any, Mark] | None = None
) -> bytes:
    """The whole file.

    Args:
        marks: Date → how its reader stands to it, for a calendar of one's own.
        name: What the calendar is called in a program's list.
        site: The site's address without a slash at its end; events link to their pages.
        url: Where this file is found again.
    """
    told = list(told)
    zones = sorted({one.series.time_zone for one in told if not one.series.all_day})
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}",
        f"X-WR-TIMEZONE:{settings.TIME_ZONE}", f"URL:{url}", f"SOURCE;VALUE=URI:{url}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{HOURS}H", f"X-PUBLISHED-TTL:PT{HOURS}H",
    ]  # fmt: skip
    moments = [date.starts_at for one in told for date in one.dates]
    if moments:
        for zone in zones:
            lines += _zone(zone, min(moments), max(moments))
    for one in told:
        kinds = _kinds(one.series)
        for date in one.dates:
            lines += _event(one.series, date, site, kinds, (marks or {}).get(date.pk))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def uid(series: Series, date: Occurrence) -> str:
    """One name for ever: the series' own and where the rule put this date."""
    if not series.rrule and not series.rdates:
        return series.uid
    name, _at, host = series.uid.partition("@")
    return f"{name}-{date.original_at.astimezone(UTC):%Y%m%dT%H%M%SZ}@{host or city().code}"


def _kinds(series: Series) -> str:
    words = [str(series.get_kind_display()), *(tag.word for tag in series.tags.all())]
    return ",".join(map(text, words))


def _event(
    series: Series, date: Occurrence, site: str, kinds: str, mark: Mark | None = None
) -> Iterator[str]:
    zone = ZoneInfo(series.time_zone)
    moments = [series.updated_at, date.updated_at, *([mark.changed] if mark else [])]
    changed = max(moments).astimezone(UTC)
    status = "CANCELLED" if date.is_cancelled else mark.status if mark else "CONFIRMED"
    page = f"{site}/events/{series.slug}/{date.pk}/"
    yield "BEGIN:VEVENT"
    yield f"UID:{text(uid(series, date))}"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{series.sequence + date.sequence + (mark.sequence if mark else 0)}"
    yield from _when(series, date, zone)
    yield f"SUMMARY:{text(date.title or series.title)}"
    yield f"STATUS:{status}"
    if words := "\n".join(filter(None, (mark.words if mark else "", _words(series, date)))):
        yield f"DESCRIPTION:{text(words)}"
    if where := place(series, date):
        yield f"LOCATION:{text(where)}"
    if date.lat is not None and date.lng is not None:
        yield f"GEO:{date.lat:.6f};{date.lng:.6f}"
    yield f"URL:{page}"
    yield f"CATEGORIES:{kinds}"
    yield "TRANSP:OPAQUE" if status != "CANCELLED" else "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(series: Series, date: Occurrence, zone: ZoneInfo) -> Iterator[str]:
    start, end = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
    if series.all_day:
        last = max(end, start + timedelta(days=1))
        yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last:%Y%m%d}"
    elif zone.key == "UTC":
        yield f"DTSTART:{start:%Y%m%dT%H%M%SZ}"
        yield f"DTEND:{end:%Y%m%dT%H%M%SZ}"
    else:
        yield f"DTSTART;TZID={zone.key}:{start:%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID={zone.key}:{end:%Y%m%dT%H%M%S}"


def place(series: Series, date: Occurrence) -> str:
    """Name and address of the venue, of the date's own or else the series'."""
    if date.place_text:
        return date.place_text
    venue = date.venue or series.venue
    if venue:
        return " ".join(filter(None, (venue.place.name, venue.place.address)))
    return " ".join(filter(None, (series.place_text, series.address)))


def _words(series: Series, date: Occurrence) -> str:
    reason = date.reason or (series.reason if series.status == "cancelled" else "")
    parts = (reason, date.note, series.summary, series.description)
    return "\n".join(part.strip() for part in parts if part.strip())


def _zone(name: str, first: datetime, last: datetime) -> list[str]:
    """VTIMEZONE with each change of the clock in the window, told as a rule-free list."""
    if name == "UTC":
        return []
    zone = ZoneInfo(name)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    begin = first - timedelta(days=370)
    for at, before, after, is_summer in _changes(zone, begin, last + timedelta(days=2)):
        part = "DAYLIGHT" if is_summer else "STANDARD"
        lines += [
            f"BEGIN:{part}", f"DTSTART:{at:%Y%m%dT%H%M%S}", f"TZOFFSETFROM:{_offset(before)}",
            f"TZOFFSETTO:{_offset(after)}", f"END:{part}",
        ]  # fmt: skip
    return [*lines, "END:VTIMEZONE"]


def _changes(
    zone: ZoneInfo, first: datetime, last: datetime
) -> Iterator[tuple[datetime, timedelta, timedelta, bool]]:
    """(wall clock by the old offset, old offset, new offset, summer?); the first is where it begins."""
    at = first.astimezone(UTC)
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    summer = bool(at.astimezone(zone).dst())
    yield at.astimezone(zone).replace(tzinfo=None), offset, offset, summer
    while at < last:
        following = at + timedelta(days=1)
        new = following.astimezone(zone).utcoffset() or timedelta(0)
        if new != offset:
            low, high = at, following
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                if (middle.astimezone(zone).utcoffset() or timedelta(0)) == offset:
                    low = middle
                else:
                    high = middle
            moment = high.replace(second=0, microsecond=0)
            wall = (moment + offset).replace(tzinfo=None)
            yield wall, offset, new, bool(high.astimezone(zone).dst())
            offset = new
        at = following


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def text(words: str) -> str:
    """TEXT of RFC 5545 §3.3.11."""
    if words.isprintable() and not SPECIAL.intersection(words):
        return words
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    kept = "".join(c for c in plain if c in "\n\t" or c.isprintable() or c == "\u3000")
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """Lines of at most 75 octets; a character is never cut in two."""
    if len(line) <= LONGEST_LINE // 3 or len(line.encode()) <= LONGEST_LINE:
        return line
    pieces, piece, size = [], [], 0
    for c in line:
        width = len(c.encode())
        if size + width > LONGEST_LINE:
            pieces.append("".join(piece))
            piece, size = [], 1  # The blank at the beginning of a continued line counts.
        piece.append(c)
        size += width
    pieces.append("".join(piece))
    return "\r\n ".join(pieces)
