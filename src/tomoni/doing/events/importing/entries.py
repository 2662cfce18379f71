"""What a calendar says, as entries that the action takes in."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tomoni.doing.events.actions.taking_in import Date, Entry
from tomoni.doing.events.importing.calendar import NO_UID, CalendarEvent
from tomoni.doing.events.importing.series import Series, Taken, occurrences

PAST, AHEAD = timedelta(days=400), timedelta(days=400)
# Of a series that lies wholly outside the window, so many dates are kept.
FEW = 50
MOST = 2_000


def dates_of(series: Series, at: datetime, horizon: datetime) -> list[Taken]:
    """The dates around now; the first ones of a series that is over or far away."""
    found = occurrences(series, after=at - PAST, before=horizon, limit=MOST)
    if found:
        return found
    first = min(event.instant(event.start) for event in series.events)
    return occurrences(
        series, after=first - timedelta(days=1), before=first + timedelta(days=3700), limit=FEW
    )


def entry_of(series: Series, taken: list[Taken]) -> Entry:
    """The series with its dates. A zone that only the file knows, and rules beside the first,
    become single dates: nobody could count on from them later."""
    main = series.master or series.edited[0]
    named = isinstance(main.tz, ZoneInfo)
    rule = main.rules[0] if named and len(main.rules) == 1 and series.master else ""
    planned = [one.planned or one.start for one in taken]
    added = [moment.astimezone(UTC) for moment, _length in main.rdates]
    rdates = added if rule else planned[1:]
    exdates = [main.instant(moment) for moment in main.exdates] if rule else []
    values = {
        "title": main.summary[:200] or _("（題名なし）"),
        "description": main.description,
        "place_text": main.location[:300],
        "url": main.url if main.url.startswith(("http://", "https://")) and len(main.url) <= 500 else "",
        "organiser_text": main.organizer[:200],
        "starts_at": main.instant(main.start) if rule or not planned else planned[0],
        "minutes": int(main.duration.total_seconds() // 60),
        "all_day": main.all_day,
        "time_zone": str(main.tz) if named else "UTC",
        "rrule": rule[:500],
        "rdates": [moment.isoformat() for moment in rdates],
        "exdates": [moment.isoformat() for moment in exdates],
    }  # fmt: skip
    if main.geo and abs(main.geo[0]) <= 90 and abs(main.geo[1]) <= 180:
        values["lat"], values["lng"] = main.geo
    if main.cancelled:
        values |= {"status": "cancelled", "reason": _("元の予定で中止になりました。")}
    return Entry(
        origin=f"ics:{_name(series.uid, main)}"[:400],
        uid="" if series.uid.startswith(NO_UID) else series.uid,
        sequence=series.sequence,
        values=values,
        dates=tuple(_date(one, main) for one in _apart(taken)),
        tags=tuple(main.categories[:20]),
    )


def _name(uid: str, main: CalendarEvent) -> str:
    """Without a name of its own an event is known by what and when."""
    if not uid.startswith(NO_UID):
        return uid
    return sha256(f"{main.summary}|{main.start}|{main.location}".encode()).hexdigest()[:32]


def _apart(taken: list[Taken]) -> list[Taken]:
    """Each planned date once."""
    found: dict[datetime, Taken] = {}
    for one in taken:
        found.setdefault(one.planned or one.start, one)
    return list(found.values())


def _date(one: Taken, main: CalendarEvent) -> Date:
    planned = one.planned or one.start
    edited = one.event is not main or planned != one.start
    title = one.event.summary[:200] if edited else ""
    return Date(planned, one.start, one.end, one.cancelled and not main.cancelled, edited, title)
