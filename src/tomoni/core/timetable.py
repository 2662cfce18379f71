"""The timetable: what the program does by itself, and when; run by `tomoni tick`.

    @timetable.every("umbrellas.remind", daily_at="09:00")
    def remind(at: datetime) -> None: ...

Each entry decides by its own stored last run, never by how often `tick` was called. So `tick`
may run twice, in two processes at once, late, or after a week; an entry then runs once, with the
time it is now, and looks itself at what is so. An entry may run twice for one moment (it was
killed before its end), so a second time must be harmless. One that fails is tried again at
the next tick and does not hold up the others.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tomoni.core.holding import holding
from tomoni.core.models import TimetableRun

log = logging.getLogger("tomoni.timetable")

Entry = Callable[[datetime], None]
DAY = 24 * 60


@dataclass(frozen=True)
class Line:
    """One entry: every so many minutes, or daily at a time of day (minutes from midnight)."""

    name: str
    run: Entry
    minutes: int = 0
    daily_at: int | None = None

    @property
    def when(self) -> str:
        if self.daily_at is not None:
            return f"{self.daily_at // 60:02d}:{self.daily_at % 60:02d}"
        return f"{self.minutes} min"


@dataclass(frozen=True)
class Outcome:
    """How one entry went at one tick."""

    name: str
    problem: str = ""


_lines: dict[str, Line] = {}


def every(name: str, *, minutes: int = 0, daily_at: str | None = None) -> Callable[[Entry], Entry]:
    """Put a function into the timetable: every so many minutes, or daily at ``"06:00"``."""
    if (minutes > 0) == (daily_at is not None):
        raise ValueError("say either minutes or daily_at")
    day = None
    if daily_at is not None:
        hours, rest = daily_at.split(":")
        day = int(hours) * 60 + int(rest)

    def add(run: Entry) -> Entry:
        if name in _lines and _lines[name].run is not run:
            raise ValueError(f"two entries are called {name}")
        _lines[name] = Line(name, run, minutes, day)
        return run

    return add


def lines() -> list[Line]:
    return [_lines[name] for name in sorted(_lines)]


def turn(line: Line, at: datetime) -> datetime:
    """The newest turn of this entry at or before `at`, in the town's own time for daily ones."""
    if line.daily_at is None:
        step = line.minutes * 60
        return datetime.fromtimestamp(at.timestamp() // step * step, tz=at.tzinfo)
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = midnight + timedelta(minutes=line.daily_at)
    return today if today <= local else today - timedelta(days=1)


def is_due(line: Line, served: datetime | None, at: datetime) -> bool:
    """Whether the newest turn has not been served yet.

    A clock set back an hour makes the last turn lie in the future. A daily entry then waits
    for its next day. One of every few minutes goes on at once: it only looks at what is so, and
    an hour of silence is worse than looking twice. Neither stays silent for a clock that
    was once years ahead.
    """
    newest = turn(line, at)
    if served is None:
        return True
    if served > newest:
        ahead = timedelta(minutes=line.minutes) if line.daily_at is None else timedelta(days=2)
        return served - newest > ahead
    return served < newest


def run_due(*, at: datetime, names: list[str] | None = None) -> list[Outcome]:
    """Run every entry that is due; gives how each went.

    Args:
        names: Only these, whether due or not (a person asked for them).
    """
    outcomes = []
    for line in lines():
        if names is not None and line.name not in names:
            continue
        try:
            outcome = _run_one(line, at, asked=names is not None)
        except Exception as problem:  # The database itself; the next entry may still go.
            outcome = Outcome(line.name, f"{type(problem).__name__}: {problem}")
            log.error("an entry could not be looked at", extra={"entry": line.name})
        if outcome:
            outcomes.append(outcome)
    return outcomes


def _run_one(line: Line, at: datetime, *, asked: bool) -> Outcome | None:
    known = TimetableRun.objects.filter(pk=line.name).first()
    if not asked and known and not is_due(line, known.served, at):
        return None
    with holding(f"timetable:{line.name}") as ours:
        if not ours:
            return None  # Another tick is at it.
        known, _new = TimetableRun.objects.get_or_create(name=line.name)
        if not asked and not is_due(line, known.served, at):
            return None
        try:
            line.run(at)
        except Exception as problem:
            log.exception("an entry of the timetable failed", extra={"entry": line.name})
            said = f"{type(problem).__name__}: {problem}"[:2000]
            TimetableRun.objects.filter(pk=line.name).update(
                failures=known.failures + 1, failed_at=at, problem=said
            )
            return Outcome(line.name, said)
        TimetableRun.objects.filter(pk=line.name).update(
            served=turn(line, at), ran_at=at, failures=0, problem=""
        )
        return Outcome(line.name)
