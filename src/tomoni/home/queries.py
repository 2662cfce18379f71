"""What the front page shows at one moment."""

from dataclasses import dataclass
from datetime import datetime

from tomoni.core.city import Phone, city
from tomoni.home import slots
from tomoni.plan import queries as plan
from tomoni.web import dates, doors, telephone


@dataclass(frozen=True)
class Doorway:
    """One of the eight needs with its open doors, or with the desk to phone today."""

    way: doors.Way
    desk: Phone


@dataclass(frozen=True)
class Front:
    date: str
    era: str
    holiday: str
    alerts: list[slots.Alert]
    now: list[slots.Item]
    doorways: list[Doorway]
    lines: list[telephone.Line]
    answering: bool
    today: list[slots.Item]
    acts: list[plan.SmallThing]
    news: list[slots.Item]


def front(*, at: datetime, language: str) -> Front:
    town = city()
    day = at.date()
    lines = telephone.lines(town, at=at)
    return Front(
        date=dates.long_date(day, language),
        era=dates.era_date(day, language),
        holiday=dates.holiday_in(day, language),
        alerts=slots.alerts(at, language),
        now=slots.items("now", at, language),
        doorways=[Doorway(way, town.phone_for(way.need.phone)) for way in doors.ways()],
        lines=lines,
        answering=any(line.open for line in lines),
        today=slots.items("today", at, language),
        acts=plan.small_things(on=day, language=language),
        news=slots.items("news", at, language),
    )
