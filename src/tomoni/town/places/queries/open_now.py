"""The rule of opening hours, said in SQL: which rows are open at one instant.

`rules.hours` is the truth and speaks about one place; this asks the database about all of them
at once. A property test keeps the two equal on both databases.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from tomoni.core.calendar import holiday_name, in_year_end, is_last_week, week_of_month
from tomoni.core.city import city
from tomoni.town.places.models import ListingAt, Opening, OpeningException
from tomoni.town.places.rules.hours import MOST_DAYS
from tomoni.town.places.rules.week import DAY, EVERY_WEEK, LAST

NEVER = Q(pk__in=())
HERE = OuterRef("pk")


def open_rows(at: datetime) -> QuerySet[ListingAt]:
    """The places of entries that are open at this instant."""
    local = timezone.localtime(at)
    minute = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    rows = ListingAt.objects.order_by().alias(
        open_days=_count_open_days(Q()), open_workdays=_count_open_days(Q(weekday__lte=4))
    )
    for name, day in (("today", today), ("yesterday", yesterday)):
        rows = rows.alias(**{f"shortest_{name}": _shortest(day)})
    return rows.filter(
        _open_on(today, minute, "today") | _open_on(yesterday, minute + DAY, "yesterday")
    )


def numbers(at: datetime) -> list[int]:
    """The keys of `open_rows`, without writing the same SQL anew every minute.

    Django needs 15 ms to write it, and 80 and more around holidays; only the minute changes
    within a day, so what is written once for the day is filled in with it.
    """
    local = timezone.localtime(at)
    sql, fixed, by_minute = _written(local.date(), city().year_end, connection.vendor)
    minute = local.hour * 60 + local.minute
    values = [
        value + minute if moves else value for value, moves in zip(fixed, by_minute, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [key for (key,) in cursor.fetchall()]


@lru_cache(maxsize=8)
def _written(
    day: date, year_end: object, vendor: str
) -> tuple[str, tuple[Any, ...], tuple[bool, ...]]:
    """The SQL of a day, its values at midnight, and which of them move with the minute."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
    (sql, first), (other, second) = (
        open_rows(midnight + timedelta(minutes=minute)).values("pk").query.sql_with_params()
        for minute in (0, 1)
    )
    moves = tuple(a != b for a, b in zip(first, second, strict=True))
    if sql != other or any(b - a != 1 for a, b in zip(first, second, strict=True) if a != b):
        raise AssertionError("the rule of hours in SQL depends on the minute in another way")
    return sql, tuple(first), moves


def on_weekdays(weekdays: set[int], today: date) -> Q:
    """Rows with usual hours on one of these weekdays, now or later."""
    spans = Opening.objects.filter(at=HERE, weekday__in=sorted(weekdays))
    return Q(Exists(spans.exclude(valid_until__lt=today)))


def _open_on(day: date, minute: int, name: str) -> Q:
    """Open by the hours of `day`, so many minutes after its midnight."""
    special = _special(day).filter(length=OuterRef(f"shortest_{name}"))
    by_exception = Q(Exists(special.filter(opens__lte=minute, closes__gt=minute))) & ~Q(
        Exists(special.filter(opens=None))
    )
    usual = Q(**{f"shortest_{name}": None}) & _by_holiday_rule(day, minute)
    if in_year_end(day, *city().year_end):
        usual &= Q(closed_year_end=False)
    return by_exception | usual


def _special(day: date) -> QuerySet[OpeningException]:
    length = ExpressionWrapper(F("until_on") - F("from_on"), output_field=DurationField())
    return OpeningException.objects.filter(at=HERE, from_on__lte=day, until_on__gte=day).annotate(
        length=length
    )


def _shortest(day: date) -> Subquery:
    return Subquery(_special(day).order_by("length").values("length")[:1])


def _by_holiday_rule(day: date, minute: int) -> Q:
    weekly = _weekly(day, minute)
    rule = ListingAt.HolidayRule
    if holiday_name(day):
        # CLOSED is closed, and UNKNOWN counts as closed: nobody is sent out on a guess.
        rests = _rests_weekly(day)
        return (Q(holiday_rule=rule.OPEN) & weekly) | (
            Q(holiday_rule=rule.NEXT_DAY)
            & ((rests & _as_the_day_before(day, minute)) | (~rests & weekly))
        )
    if closed := _after_holiday(day):
        return weekly & ~(Q(holiday_rule=rule.NEXT_DAY) & closed)
    return weekly


def _weekly(day: date, minute: int) -> Q:
    return Q(Exists(_spans(day).filter(opens__lte=minute, closes__gt=minute)))


def _spans(day: date) -> QuerySet[Opening]:
    """The weekly rows that speak about this day."""
    week = 1 << (week_of_month(day) - 1) | (LAST if is_last_week(day) else 0)
    here = day.month * 100 + day.day
    within = Q(season_from__lte=here, season_until__gte=here)
    across = Q(season_from__gt=F("season_until")) & (
        Q(season_from__lte=here) | Q(season_until__gte=here)
    )
    return (
        Opening.objects.filter(at=HERE, weekday=day.weekday())
        .annotate(hit=F("weeks").bitand(week))
        .filter(Q(weeks=EVERY_WEEK) | Q(hit__gt=0))
        .filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
        .filter(Q(season_from=None) | Q(season_until=None) | within | across)
        .order_by()
    )


def _count_open_days(more: Q) -> Coalesce:
    counted = (
        Opening.objects.filter(more, at=HERE, weeks=EVERY_WEEK)
        .order_by()
        .values("at")
        .annotate(days=Count("weekday", distinct=True))
        .values("days")
    )
    return Coalesce(Subquery(counted), 0)


def _rests_weekly(day: date) -> Q:
    opens = Opening.objects.filter(at=HERE, weeks=EVERY_WEEK, weekday=day.weekday())
    return Q(open_days__gte=MOST_DAYS) & ~Q(Exists(opens))


def _as_the_day_before(day: date, minute: int) -> Q:
    """By the times of the last day that had any."""
    found, none_since = NEVER, Q()
    for back in range(1, 8):
        before = day - timedelta(days=back)
        found |= none_since & _weekly(before, minute)
        none_since &= ~Q(Exists(_spans(before)))
    return found


def _after_holiday(day: date) -> Q | None:
    """Closed because of the holidays right before this working day."""
    if day.weekday() >= 5:
        return None
    closes, any_holiday = NEVER, False
    before = day - timedelta(days=1)
    while before.weekday() >= 5 or holiday_name(before):
        if holiday_name(before):
            any_holiday = True
            closes |= _rests_weekly(before)
        before -= timedelta(days=1)
    if not any_holiday:
        return None
    moves = Q(open_workdays__gt=0, open_workdays__lt=5, open_days__gte=MOST_DAYS)
    return ~moves | closes
