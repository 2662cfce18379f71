"""One VEVENT as plain values, or the reason in words why it cannot be taken."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Event

from tomoni.doing.events.importing.lines import Block
from tomoni.doing.events.importing.zones import Zones, by_name
from tomoni.doing.events.rules import recurrence

_NEGATIVE_COUNT = re.compile(r";?\bCOUNT=-\d+", re.IGNORECASE)
WHEN = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RDATE", "EXDATE", "EXRULE")
# An event without a name of its own stands alone; where it stands in the file tells it apart.
NO_UID = "no-uid-"
LONGEST = timedelta(days=366 * 3)


class Unusable(Exception):
    """The event cannot be taken: which property, what stands there, why."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value[:80], reason


@dataclass
class CalendarEvent:
    """What a VEVENT says. `start` is a wall clock in `tz`; whole days begin at midnight there."""

    line: int
    uid: str
    start: datetime
    tz: tzinfo
    duration: timedelta
    all_day: bool = False
    rules: list[str] = field(default_factory=list)
    rdates: list[tuple[datetime, timedelta | None]] = field(default_factory=list)
    exdates: list[date | datetime] = field(default_factory=list)
    # Which occurrence of the series this is, when it is only one (RECURRENCE-ID).
    of: date | datetime | None = None
    and_following: bool = False
    sequence: int = 0
    cancelled: bool = False
    changed: datetime | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    categories: list[str] = field(default_factory=list)
    organizer: str = ""
    geo: tuple[float, float] | None = None
    notes: list[str] = field(default_factory=list)

    def instant(self, moment: date | datetime) -> datetime:
        """A day or a moment of this event in UTC."""
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.tz)).astimezone(UTC)


def read(block: Block, zones: Zones, home: ZoneInfo, zone_name: str = "") -> CalendarEvent:
    """The event of a block; times without a zone are the clock of `home`."""
    if block.problem:
        raise Unusable("VEVENT", "", block.problem)
    try:
        event = Event.from_ical("\r\n".join(block.lines))
    except Exception as error:
        # The library raises many kinds of errors for lines that are none.
        raise Unusable(
            "VEVENT",
            str(error),
            _("予定として読めません。元のカレンダーから書き出し直してください。"),
        ) from error
    return _Reader(event, zones, home, by_name(zone_name)).read(block)


class _Reader:
    def __init__(self, event: Any, zones: Zones, home: ZoneInfo, calendar: tzinfo | None) -> None:
        self.event, self.zones, self.calendar = event, zones, calendar
        # A calendar may say whose clock its times without a zone are (X-WR-TIMEZONE).
        self.home: tzinfo = calendar or home
        self.city = home
        self.is_floating = False
        self.notes: list[str] = []

    def read(self, block: Block) -> CalendarEvent:
        for name, why in self.event.errors:
            if name in (*WHEN, "RRULE"):
                raise Unusable(
                    name, str(why), _("日時として読めません。元の予定を直してください。")
                )
            self.notes.append(_("読めない項目を除きました: %(name)s") % {"name": name or "?"})
        start, end = self._one("DTSTART"), self._one("DTEND")
        if start is None:
            raise Unusable("DTSTART", "", _("始まりの日時がありません。"))
        if "EXRULE" in self.event:
            raise Unusable(
                "EXRULE",
                "",
                _("除外のくり返し（EXRULE）は使えません。除く日を EXDATE で書いてください。"),
            )
        all_day = not isinstance(start, datetime)
        if all_day:
            self.home = self.city  # A whole day is a day on the calendar here, whoever wrote it.
        self.is_floating = isinstance(start, datetime) and start.tzinfo is None
        tz = start.tzinfo if isinstance(start, datetime) and start.tzinfo else self.home
        if self.calendar and str(tz) == "UTC":
            # A calendar that says its zone writes instants in UTC but means the clock at home.
            tz = self.calendar
        wall = _wall(start, tz)
        if not 1900 <= wall.year <= 2200:
            raise Unusable(
                "DTSTART",
                str(start),
                _("始まりの年（%(year)s年）を確かめてください。") % {"year": wall.year},
            )
        found = CalendarEvent(
            line=block.line,
            uid=self._text("UID")[:255] or f"{NO_UID}{block.line}",
            start=wall,
            tz=tz,
            all_day=all_day,
            duration=self._duration(start, end, wall, tz),
            rules=self._rules(block, wall, floating=self.is_floating),
            rdates=self._rdates(tz),
            exdates=[self._loose(item) for item in self._many("EXDATE")],
            of=self._of(),
            and_following=self._range() == "THISANDFUTURE",
            sequence=self._whole("SEQUENCE"),
            cancelled=self._text("STATUS").upper() == "CANCELLED",
            changed=self._changed(),
            notes=self.notes,
        )
        found.summary, found.description = self._text("SUMMARY"), self._text("DESCRIPTION")
        found.location, found.url = self._text("LOCATION"), self._text("URL")
        found.categories, found.geo = self._categories(), self._geo()
        organizer = self.event.get("ORGANIZER")
        if organizer is not None and not isinstance(organizer, list):
            found.organizer = str(getattr(organizer, "params", {}).get("CN", ""))
        return found

    def _first(self, name: str) -> Any:
        value = self.event.get(name)
        return value[0] if isinstance(value, list) else value

    def _text(self, name: str) -> str:
        value = self._first(name)
        return "" if value is None else str(value).strip()

    def _whole(self, name: str) -> int:
        try:
            return max(int(self._first(name) or 0), 0)
        except (TypeError, ValueError):
            return 0

    def _one(self, name: str) -> Any:
        value = self._first(name)
        if value is None:
            return None
        return self._zoned(getattr(value, "dt", None), value)

    def _zoned(self, moment: Any, value: Any) -> Any:
        """The moment in its zone; the library knows common names, the file its own rules."""
        if not isinstance(moment, datetime) or moment.tzinfo is not None:
            return moment
        name = getattr(value, "params", {}).get("TZID")
        if not name:
            return moment
        if zone := self.zones.named(str(name)):
            return moment.replace(tzinfo=zone)
        self.notes.append(
            _("知らない時間帯「%(name)s」のため、%(home)s の時刻としました。")
            % {"name": str(name)[:60], "home": str(self.home)}
        )
        return moment

    def _many(self, name: str) -> list[Any]:
        values = self.event.get(name, [])
        out = []
        for value in values if isinstance(values, list) else [values]:
            for item in getattr(value, "dts", []):
                moment = item.dt
                if isinstance(moment, tuple):
                    out.append(tuple(self._zoned(part, value) for part in moment))
                else:
                    out.append(self._zoned(moment, value))
        return out

    def _loose(self, moment: Any) -> date | datetime:
        if isinstance(moment, tuple):
            moment = moment[0]
        if isinstance(moment, datetime) and self.is_floating and str(moment.tzinfo) == "UTC":
            # Beside a start without a zone, a Z behind an exception is the same clock on the wall.
            return moment.replace(tzinfo=self.home)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            start = self._one("DTSTART")
            zone = start.tzinfo if isinstance(start, datetime) and start.tzinfo else self.home
            return moment.replace(tzinfo=zone)
        if not isinstance(moment, date):
            raise Unusable(
                "EXDATE", str(moment), _("日時として読めません。元の予定を直してください。")
            )
        return moment

    def _rdates(self, tz: tzinfo) -> list[tuple[datetime, timedelta | None]]:
        out: list[tuple[datetime, timedelta | None]] = []
        for item in self._many("RDATE"):
            length = None
            if isinstance(item, tuple):
                item, end = item
                length = end - item if isinstance(end, type(item)) else end
            if not isinstance(item, date) or not isinstance(length, timedelta | None):
                raise Unusable(
                    "RDATE", str(item), _("日時として読めません。元の予定を直してください。")
                )
            if isinstance(item, datetime):
                out.append((item if item.tzinfo else item.replace(tzinfo=tz), length))
            else:
                out.append((_wall(item, tz).replace(tzinfo=tz), length))
        return out

    def _rules(self, block: Block, wall: datetime, *, floating: bool) -> list[str]:
        rules = []
        for line in block.lines:
            name, _sign, value = line.partition(":")
            if name.partition(";")[0].strip().upper() != "RRULE":
                continue
            rule = value.strip().strip(";").upper()
            if not rule:
                continue
            if _NEGATIVE_COUNT.search(rule):
                # Some programs write COUNT=-1 for "without end".
                rule = _NEGATIVE_COUNT.sub("", rule).strip(";")
                self.notes.append(_("負の回数は「終わりなし」と読みました。"))
            if floating:
                rule = re.sub(r"(UNTIL=\d{8}T\d{6})Z", r"\1", rule)
            if not isinstance(getattr(self._first("DTSTART"), "dt", None), datetime):
                # Whole days end with a day; an hour behind it is another zone's midnight.
                rule = re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1", rule)
            if why := recurrence.why_not(rule, wall):
                raise Unusable("RRULE", rule, why)
            rules.append(rule)
        return rules

    def _duration(self, start: Any, end: Any, wall: datetime, tz: tzinfo) -> timedelta:
        """As the clock on the wall counts, so that a day stays a day when summer begins."""
        length = getattr(self._first("DURATION"), "dt", None)
        if isinstance(length, timedelta) and end is None:
            found = length
        elif end is None:
            found = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
        elif isinstance(start, datetime) and isinstance(end, datetime):
            one_kind = bool(start.tzinfo) == bool(end.tzinfo)
            found = end - start if one_kind else _wall(end, tz) - wall
        else:
            found = _wall(end, tz) - wall
            if not isinstance(start, datetime) and not found:
                found = timedelta(days=1)
        if found < timedelta(0):
            raise Unusable("DTEND", str(end), _("終わりが始まりより前です。"))
        if found > LONGEST:
            raise Unusable(
                "DTEND",
                str(end or length),
                _("3年より長い予定です。終わりの日を確かめてください。"),
            )
        return found

    def _of(self) -> date | datetime | None:
        moment = self._one("RECURRENCE-ID")
        if isinstance(moment, datetime) and moment.tzinfo is None:
            return self._loose(moment)
        return moment if isinstance(moment, date) else None

    def _range(self) -> str:
        value = self._first("RECURRENCE-ID")
        return str(getattr(value, "params", {}).get("RANGE", "")).upper()

    def _changed(self) -> datetime | None:
        for name in ("LAST-MODIFIED", "DTSTAMP"):
            moment = self._one(name)
            if isinstance(moment, datetime) and moment.tzinfo:
                return moment.astimezone(UTC)
        return None

    def _categories(self) -> list[str]:
        values = self.event.get("CATEGORIES", [])
        out: list[str] = []
        for value in values if isinstance(values, list) else [values]:
            out += [str(cat).strip() for cat in getattr(value, "cats", [])]
        return [cat for cat in out if cat]

    def _geo(self) -> tuple[float, float] | None:
        value = self._first("GEO")
        try:
            return float(value.latitude), float(value.longitude)
        except (AttributeError, TypeError, ValueError):
            return None


def _wall(moment: date | datetime, tz: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    return (moment.astimezone(tz) if moment.tzinfo else moment).replace(tzinfo=None)
