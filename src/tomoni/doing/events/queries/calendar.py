"""The calendar: a month or a week of days, a list, or the districts of the city."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count
from django.db.models.functions import Cast
from django.utils import timezone

from tomoni.core.calendar import is_holiday
from tomoni.doing.events.models import Series
from tomoni.doing.events.queries import narrowing
from tomoni.doing.events.queries.asking import Asked
from tomoni.doing.events.queries.rows import Row, of_keys, rows
from tomoni.doing.events.rules import when
from tomoni.ground.districts.models import District, DistrictTown

A_DAY_OF_MONTH, A_DAY_OF_WEEK, A_DISTRICT = 4, 12, 5
A_PAGE = 40


@dataclass
class DayOf:
    """One day of a month or week with the first of its dates; `more` says how many follow."""

    on: date
    is_today: bool
    in_month: bool
    count: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)

    @property
    def rests(self) -> bool:
        return self.on.weekday() == 6 or is_holiday(self.on)


@dataclass
class DistrictOf:
    """A district, or None for what lies in no known town, with its first dates."""

    district: District | None
    count: int
    rows: list[Row]


@dataclass
class Calendar:
    """The answer to one question."""

    asked: Asked
    total: int
    kinds: list[tuple[str, str, int]]
    weeks: list[list[DayOf]] = field(default_factory=list)
    page: Page[Any] | None = None
    by_day: list[tuple[date, list[Row]]] = field(default_factory=list)
    districts: list[DistrictOf] = field(default_factory=list)

    @property
    def shown(self) -> list[Row]:
        days = [row for week in self.weeks for day in week for row in day.rows]
        listed = [row for _day, found in self.by_day for row in found]
        return [*days, *listed, *(row for one in self.districts for row in one.rows)]

    @property
    def before(self) -> date:
        first = self.asked.days[0]
        if self.asked.view in ("month", "district"):
            return when.month_after(first, -1)
        return first - (self.asked.days[1] - first)

    @property
    def after(self) -> date:
        return self.asked.days[1]


def calendar(asked: Asked, *, language: str, number: str = "1") -> Calendar:
    """What fits the question in the view it asks for."""
    found = Calendar(asked, 0, _kinds(asked))
    found.total = sum(count for code, _name, count in found.kinds if asked.kind in ("", code))
    if asked.view == "list":
        _list(found, language, number)
    elif asked.view == "district":
        _districts(found, language)
    else:
        _days(found, language)
    return found


def _kinds(asked: Asked) -> list[tuple[str, str, int]]:
    """How many dates of each kind fit, as if no kind had been chosen."""
    dates = narrowing.public_dates(asked, leave_out="kind").order_by()
    counts = dict(dates.values_list("series__kind").annotate(Count("pk")))
    kinds = Series.Kind.choices
    return [(code, str(name), counts[code]) for code, name in kinds if counts.get(code)]


def _days(found: Calendar, language: str) -> None:
    """The days of the view; only what a cell shows is fetched whole."""
    asked = found.asked
    first, until = asked.days
    most = A_DAY_OF_WEEK if asked.view == "week" else A_DAY_OF_MONTH
    begin, end = when.sunday_of(first), until + timedelta(days=(6 - until.weekday()) % 7)
    keys: dict[date, list[str]] = defaultdict(list)
    for key, start, stop in _spans(asked):
        for day in when.days_of(start, stop, first, until):
            keys[day].append(key)
    shown = {key for chosen in keys.values() for key in chosen[:most]}
    by_key = {row.cells["pk"].hex: row for row in of_keys(shown, asked, language)}
    days = [
        DayOf(
            on, on == asked.today, first <= on < until, len(keys[on]),
            [by_key[key] for key in keys[on][:most]],
        )
        for on in (begin + timedelta(days=n) for n in range((end - begin).days))
    ]  # fmt: skip
    found.weeks = [days[n : n + when.WEEK] for n in range(0, len(days), when.WEEK)]


def _spans(asked: Asked) -> list[tuple[str, datetime, datetime]]:
    """(digits of the key, local start, local end) of every date that fits, in their order.

    Thousands are counted and few are shown: keys stay text, and each moment is turned to the
    city's clock once, since most dates of a month begin at the same few hours.
    """
    zone = timezone.get_current_timezone()
    known: dict[datetime, datetime] = {}

    def local(moment: datetime) -> datetime:
        found = known.get(moment)
        if found is None:
            found = known[moment] = moment.astimezone(zone)
        return found

    dates = narrowing.public_dates(asked).annotate(digits=Cast("pk", CharField()))
    return [
        (digits.replace("-", ""), local(start), local(end))
        for digits, start, end in dates.values_list("digits", "starts_at", "ends_at")
    ]


def _list(found: Calendar, language: str, number: str) -> None:
    asked = found.asked
    dates = narrowing.public_dates(asked).order_by("starts_at", "id")
    pages = Paginator(dates.values_list("pk", flat=True), A_PAGE)
    pages.count = found.total  # Counted already, by kind.
    found.page = pages.get_page(number)
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in of_keys(found.page.object_list, asked, language):
        # What has begun before stands under the first day that is asked for.
        by_day[max(row.start.date(), asked.days[0])].append(row)
    found.by_day = sorted(by_day.items())


def _districts(found: Calendar, language: str) -> None:
    """Each commissioner district with its first dates; a town lies in one of them."""
    asked = found.asked
    at = {
        row.town_id: row.district_id
        for row in DistrictTown.objects.in_force(asked.today).filter(district__kind="commissioner")
    }
    keys: dict[int | None, list[Any]] = defaultdict(list)
    dates = narrowing.public_dates(asked).values_list("pk", "town_id", "series__district_id")
    named = {d.pk: d for d in District.objects.filter(kind="commissioner")}
    for key, town, district in dates:
        where = at.get(town, district) if town else district
        keys[where if where in named else None].append(key)
    shown = [key for chosen in keys.values() for key in chosen[:A_DISTRICT]]
    by_key = {row.cells["pk"]: row for row in of_keys(shown, asked, language)}
    order: list[tuple[int | None, District | None]] = [*named.items(), (None, None)]
    found.districts = [
        DistrictOf(district, len(keys[number]), [by_key[key] for key in keys[number][:A_DISTRICT]])
        for number, district in order
        if keys[number]
    ]


def coming(at: datetime, language: str, *, days: int = 7, limit: int = 6) -> list[Row]:
    """The next dates of some days that do take place, for the front page."""
    today = timezone.localdate(at)
    asked = Asked(today, today, view="list", when="week")
    dates = narrowing.public_dates(asked).planned().exclude(series__status="cancelled")
    dates = dates.filter(ends_at__gt=at, starts_at__lt=at + timedelta(days=days))
    return rows(dates.order_by("starts_at", "id")[:limit], None, language)
