"""Events of one UID together: a series, its edited and its cancelled occurrences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tomoni.doing.events.importing.calendar import CalendarEvent
from tomoni.doing.events.rules import recurrence


@dataclass(frozen=True)
class Taken:
    """One occurrence, in UTC. `planned` is when the series had it; None for one outside it."""

    start: datetime
    end: datetime
    event: CalendarEvent
    planned: datetime | None = None
    cancelled: bool = False


@dataclass
class Series:
    """`older` are versions of the same thing that a newer one in the file replaces."""

    uid: str
    master: CalendarEvent | None = None
    edited: list[CalendarEvent] = field(default_factory=list)
    older: list[CalendarEvent] = field(default_factory=list)

    @property
    def events(self) -> list[CalendarEvent]:
        return ([self.master] if self.master else []) + self.edited

    @property
    def sequence(self) -> int:
        return max(event.sequence for event in self.events)


def gather(events: Iterable[CalendarEvent]) -> list[Series]:
    """The events by UID, in order of the file; of two versions of one thing the newer counts."""
    found: dict[str, Series] = {}
    for event in events:
        series = found.setdefault(event.uid, Series(event.uid))
        if event.of is None:
            if series.master is None:
                series.master = event
            else:
                series.master, old = _newer(series.master, event)
                series.older.append(old)
            continue
        same = next((e for e in series.edited if _key(e) == _key(event)), None)
        if same is None:
            series.edited.append(event)
        else:
            new, old = _newer(same, event)
            series.edited[series.edited.index(same)] = new
            series.older.append(old)
    return list(found.values())


def _key(event: CalendarEvent) -> datetime:
    assert event.of is not None
    return event.instant(event.of)


def _newer(one: CalendarEvent, two: CalendarEvent) -> tuple[CalendarEvent, CalendarEvent]:
    """By number, then by the time of the change, then the later in the file."""
    zero = datetime.min.replace(tzinfo=UTC)
    older = (two.sequence, two.changed or zero) < (one.sequence, one.changed or zero)
    return (one, two) if older else (two, one)


def occurrences(
    series: Series, *, after: datetime, before: datetime, limit: int = 10_000
) -> list[Taken]:
    """Every occurrence with `after` <= start < `before`, edited ones where they were moved to."""
    out, used = [], set()
    master = series.master
    if master is not None:
        following = sorted((e for e in series.edited if e.and_following), key=_key)
        lengths = {
            moment.astimezone(UTC): length for moment, length in master.rdates if length is not None
        }
        # A series moved as a whole from one day on may bring in what began outside the window.
        slack = max((abs(_shift(e)) for e in following), default=timedelta(0))
        for planned in _planned(master, after - slack, before + slack, limit):
            edited = _edited(series, master, planned)
            if edited is not None:
                used.add(id(edited))
                out.append(_taken(edited, edited.instant(edited.start), planned))
                continue
            base = next((e for e in reversed(following) if _key(e) < planned), None)
            if base is None:
                out.append(_taken(master, planned, planned, lengths.get(planned)))
            else:
                wall = planned.astimezone(base.tz).replace(tzinfo=None) + _shift(base)
                out.append(_taken(base, base.instant(wall), planned))
    without = set()
    if master is not None:
        without = {master.instant(moment) for moment in master.exdates}
    for event in series.edited:
        # An edited occurrence may come from outside the window, or be outside the rule.
        stale = master is not None and event.rules and event.sequence < master.sequence
        if id(event) not in used and _key(event) not in without and not stale:
            out.append(_taken(event, event.instant(event.start), _key(event)))
    inside = [taken for taken in out if after <= taken.start < before]
    return sorted(inside, key=lambda taken: (taken.start, taken.end))[:limit]


def _planned(
    master: CalendarEvent, after: datetime, before: datetime, limit: int
) -> Iterator[datetime]:
    """Starts of the series as it was planned, in UTC."""
    found: set[datetime] = set()
    for rule in master.rules or [""]:
        starts = recurrence.expand(
            start=master.start,
            tz=master.tz,
            rrule=rule,
            rdates=[moment for moment, _length in master.rdates],
            exdates=master.exdates,
            after=after,
            before=before,
            limit=limit,
        )
        found.update(moment.astimezone(UTC) for moment in starts)
    return iter(sorted(found))


def _edited(series: Series, master: CalendarEvent, planned: datetime) -> CalendarEvent | None:
    for event in series.edited:
        of = event.of
        if isinstance(of, datetime) and master.all_day:
            of = of.date()  # Some programs name a whole day by its midnight in their own zone.
        if isinstance(of, datetime):
            if of.astimezone(UTC) == planned:
                return event
        elif isinstance(of, date) and planned.astimezone(master.tz).date() == of:
            return event
    return None


def _shift(event: CalendarEvent) -> timedelta:
    """How far an edited occurrence was moved, as the clock on the wall counts."""
    assert event.of is not None
    of = event.instant(event.of).astimezone(event.tz).replace(tzinfo=None)
    return event.start - of


def _taken(
    event: CalendarEvent,
    start: datetime,
    planned: datetime | None,
    length: timedelta | None = None,
) -> Taken:
    wall = start.astimezone(event.tz).replace(tzinfo=None)
    end = event.instant(wall + (event.duration if length is None else length))
    return Taken(start, max(end, start), event, planned, event.cancelled)
