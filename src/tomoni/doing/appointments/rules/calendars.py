"""Reading when somebody is busy out of a calendar file, and writing a feed of appointments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

MOST_BYTES = 2 * 2**20
MOST_EVENTS = 5000
MOST_TIMES = 400  # Of one repeated event within the horizon: several a day would be no meeting.
ENDED = {"CANCELLED"}


@dataclass(frozen=True)
class Busy:
    """From a moment until a moment; nothing else of the event is kept."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Taken:
    """What was read: busy times, and how many events could not be understood."""

    busy: tuple[Busy, ...]
    unread: int = 0
    problem: str = ""


def busy_times(
    text: bytes, *, first: datetime, last: datetime, zone: ZoneInfo, ours: str = ""
) -> Taken:
    """The busy times of a calendar file within a horizon.

    Events that are called off, or marked as free time, block nothing. A repeated event is expanded with
    its exceptions; one moved occurrence stands for itself (RFC 5545, RECURRENCE-ID).

    Args:
        ours: How our own entries' names end. They are left out: a worker may have our feed in that
            calendar, and a booking that is called off here would go on blocking its own time.

    Returns:
        `problem` is a sentence when the whole file is none.
    """
    if len(text) > MOST_BYTES:
        return Taken((), problem=_("カレンダーが大きすぎます。2MBまでにしてください。"))
    try:
        calendar = Calendar.from_ical(text)
        events = [
            one for one in calendar.walk("VEVENT")
            if not (ours and str(one.get("UID", "")).endswith(ours))
        ]  # fmt: skip
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return Taken((), problem=_("カレンダーのファイル（.ics）として読めませんでした。"))
    if len(events) > MOST_EVENTS:
        return Taken((), problem=_("予定が多すぎます。5000件までにしてください。"))
    moved = {
        (str(one.get("UID")), _moment(one.decoded("RECURRENCE-ID"), zone))
        for one in events
        if "RECURRENCE-ID" in one and _is_date(one, "RECURRENCE-ID")
    }
    found: list[Busy] = []
    unread = 0
    for event in events:
        try:
            found += _of_event(event, moved, first=first, last=last, zone=zone)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            unread += 1
    return Taken(tuple(sorted(set(found), key=lambda one: one.starts_at)), unread)


def _of_event(
    event: Any, moved: set[tuple[str, datetime]], *, first: datetime, last: datetime, zone: ZoneInfo
) -> list[Busy]:
    if (
        str(event.get("STATUS", "")).upper() in ENDED
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    ):
        return []
    start = event.decoded("DTSTART")
    begin = _moment(start, zone)
    if "DTEND" in event:
        length = _moment(event.decoded("DTEND"), zone) - begin
    elif "DURATION" in event:
        length = event.decoded("DURATION")
    else:
        length = timedelta(days=0 if isinstance(start, datetime) else 1)
    if length <= timedelta():
        return []
    if length > timedelta(days=370):
        raise ValueError("longer than a year")
    uid = str(event.get("UID"))
    is_repeated = "RRULE" in event or "RDATE" in event
    if not is_repeated:
        times: Iterable[datetime] = [begin]
    else:
        times = [
            one for one in _expanded(event, begin, first - length, last, zone)
            if (uid, one) not in moved
        ]  # fmt: skip
    return [Busy(one, one + length) for one in times if one < last and one + length > first]


def _expanded(
    event: Any, begin: datetime, first: datetime, last: datetime, zone: ZoneInfo
) -> list[datetime]:
    """The beginnings within the horizon. They are counted on the wall clock of the event's own zone."""
    own = begin.tzinfo or zone
    wall = begin.replace(tzinfo=None)
    rules = rruleset()
    rows = event.get("RRULE", [])
    for row in rows if isinstance(rows, list) else [rows]:
        words = row.to_ical().decode()
        freq = words.upper()
        if any(f"FREQ={word}" in freq for word in ("SECONDLY", "MINUTELY", "HOURLY")):
            raise ValueError("a meeting every hour is none")
        rules.rrule(rrulestr(_until_on_wall(words, own), dtstart=wall))
    rules.rdate(wall)
    for name, add in (("RDATE", rules.rdate), ("EXDATE", rules.exdate)):
        rows = event.get(name, [])
        for row in rows if isinstance(rows, list) else [rows]:
            for one in row.dts:
                add(_moment(one.dt, zone).astimezone(own).replace(tzinfo=None))
    low = first.astimezone(own).replace(tzinfo=None)
    high = last.astimezone(own).replace(tzinfo=None)
    found: list[datetime] = []
    for one in rules.xafter(low, inc=True):
        if one >= high or len(found) >= MOST_TIMES:
            break
        found.append(one.replace(tzinfo=own))
    return found


def _until_on_wall(words: str, own: Any) -> str:
    """UNTIL in UTC as the same moment on the event's wall clock, which is what is counted in."""
    parts = []
    for part in words.split(";"):
        name, _eq, value = part.partition("=")
        if name.upper() == "UNTIL" and value.endswith("Z"):
            moment = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo("UTC"))
            value = moment.astimezone(own).strftime("%Y%m%dT%H%M%S")
        parts.append(f"{name}={value}" if value else name)
    return ";".join(parts)


def _is_date(event: Any, name: str) -> bool:
    try:
        return isinstance(event.decoded(name), date)
    except (ValueError, TypeError, KeyError):
        return False


def _moment(value: Any, zone: ZoneInfo) -> datetime:
    """A day begins at its midnight here; a floating time is one of here."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    raise ValueError("neither a day nor a moment")


@dataclass(frozen=True)
class Entry:
    """One appointment of a feed; it names no person."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    text: str
    url: str
    stamp: datetime
    is_cancelled: bool = False


def as_ical(entries: Iterable[Entry], *, name: str, method: str = "PUBLISH") -> bytes:
    """A calendar file (RFC 5545) with a stable UID and rising SEQUENCE for each entry."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tomoni//appointments//JA")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    for one in entries:
        event = Event()
        event.add("uid", one.uid)
        event.add("sequence", one.sequence)
        event.add("dtstamp", one.stamp.astimezone(ZoneInfo("UTC")))
        event.add("dtstart", one.starts_at.astimezone(ZoneInfo("UTC")))
        event.add("dtend", one.ends_at.astimezone(ZoneInfo("UTC")))
        event.add("summary", one.title)
        event.add("location", one.where)
        event.add("description", one.text)
        event.add("url", one.url)
        event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
