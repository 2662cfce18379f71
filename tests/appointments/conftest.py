"""A childcare desk with two nurses, built by the desk's own actions."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tests.factories import NOW, TeamFactory
from tests.people import person
from tomoni.doing.appointments.actions import booking, desks
from tomoni.doing.appointments.actions.told import Told
from tomoni.ground.people.contacts import Contact

TOKYO = ZoneInfo("Asia/Tokyo")
WEEKDAYS = range(5)


def when(day, hour, minute=0):
    return datetime(2026, day.month, day.day, hour, minute, tzinfo=TOKYO)


def on(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def worker_of(desk, user, *, opens=540, closes=720, days=WEEKDAYS, **more):
    """Somebody who takes appointments on these weekdays."""
    worker = desks.add_worker(
        desk=desk, user=user, from_on=date(2026, 4, 1), by=None, at=NOW, **more
    )
    rows = [{"weekday": n, "opens": opens, "closes": closes} for n in days]
    desks.set_openings(worker=worker, rows=rows, by=None, at=NOW)
    return worker


@pytest.fixture
def kato(db):
    """加藤さん, nurse of the childcare desk."""
    return person("kato@example.jp", "加藤 まり", "かとう まり", "caseworker")


@pytest.fixture
def endo(db):
    """遠藤さん, her colleague."""
    return person("endo@example.jp", "遠藤 光", "えんどう ひかる", "caseworker")


@pytest.fixture
def childcare(kato, endo, mori):
    """にこにこ: two nurses, weekday mornings, one hour, a day's notice."""
    team = TeamFactory(
        slug="nikoniko", name="にこにこ", phone="0134-22-3117", members=[kato, endo, mori]
    )
    desk = desks.open_desk(
        team=team, slug="nikoniko", name="子育て相談 にこにこ", name_en="Childcare desk",
        where="保健所の1階", by=None, at=NOW,
    )  # fmt: skip
    kind = desks.add_kind(
        desk=desk, slug="baby", name="赤ちゃんの相談", name_en="About a baby", minutes=60, step=60,
        bring="母子健康手帳\n保険証", modes=3, by=None, at=NOW,
    )  # fmt: skip
    return SimpleNamespace(
        desk=desk, kind=kind, team=team,
        kato=worker_of(desk, kato, title="保健師"), endo=worker_of(desk, endo),
    )  # fmt: skip


def told(name="坂本 ハル", phone="０１３４ー６２ー１２３４", **more):
    contact = {k: more.pop(k) for k in ("email", "postcode", "address") if k in more}
    return Told(Contact(name=name, phone=phone, **contact), **more)


def book(childcare, starts_at=None, *, at=NOW, **more):
    """A booking with one of the nurses, tomorrow at nine unless said otherwise."""
    more.setdefault("told", told())
    more.setdefault("mode", "desk")
    return booking.book(
        kind=more.pop("kind", childcare.kind), by=more.pop("by", None), at=at,
        starts_at=starts_at or on(11, 26, 9), **more,
    )  # fmt: skip


TOMORROW = NOW.date() + timedelta(days=1)
