"""Times and days as people say them, in the reader's language."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tomoni.town.places.rules.week import DAY
from tomoni.web import dates


def clock(minute: int) -> str:
    """午後5時, 午前9時30分, 正午, 翌午前2時; "5 p.m." in English."""
    if minute > DAY:
        return _("翌%(time)s") % {"time": clock(minute - DAY)}
    return dates.clock(minute, _language())


def span(opens: int, closes: int) -> str:
    """午前10時から午後2時まで; 24時間 for a whole day."""
    if opens == 0 and closes == DAY:
        return _("24時間")
    return _("%(opens)sから%(closes)sまで") % {"opens": clock(opens), "closes": clock(closes)}


def spans(times: Iterable[tuple[int, int]]) -> str:
    return _("、").join(span(opens, closes) for opens, closes in times)


def weekday(number: int) -> str:
    """月曜; "Monday"."""
    return (
        _("月曜"),
        _("火曜"),
        _("水曜"),
        _("木曜"),
        _("金曜"),
        _("土曜"),
        _("日曜"),
    )[number]


def month(number: int) -> str:
    """The month in a date; a number in Japanese, "Nov" in English."""
    return (
        pgettext("月", "1"),
        pgettext("月", "2"),
        pgettext("月", "3"),
        pgettext("月", "4"),
        pgettext("月", "5"),
        pgettext("月", "6"),
        pgettext("月", "7"),
        pgettext("月", "8"),
        pgettext("月", "9"),
        pgettext("月", "10"),
        pgettext("月", "11"),
        pgettext("月", "12"),
    )[number - 1]


def month_day(number: int) -> str:
    """12月1日 from 1201; "1 Dec" in English."""
    return _("%(month)s月%(day)s日") % {"month": month(number // 100), "day": number % 100}


def day(on: date, today: date) -> str:
    """今日, 明日, 11月26日(木), with the year when it is another one."""
    if on == today:
        return _("今日")
    if on == today + timedelta(days=1):
        return _("明日")
    return date_of(on, today)


def date_of(on: date, today: date) -> str:
    """11月26日(木), with the year when it is another one: for what may be printed."""
    if on.year != today.year:
        return dates.long_date(on, _language())
    return dates.short_date(on, _language())


def full_day(on: date) -> str:
    """2026年11月26日; "26 Nov 2026"."""
    return _("%(year)s年%(month)s月%(day)s日") % {
        "year": on.year,
        "month": month(on.month),
        "day": on.day,
    }


def _language() -> str:
    return get_language() or "ja"
