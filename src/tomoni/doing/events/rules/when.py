"""When something takes place, in words and as spans of days; all moments are local."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from tomoni.web.dates import clock, long_date, short_date

WEEK = 7


def last_day(start: datetime, end: datetime) -> date:
    """The last day it touches: what ends at midnight does not belong to the day that begins."""
    if end <= start:
        return start.date()
    return (end - timedelta(microseconds=1)).date()


def in_words(start: datetime, end: datetime, *, all_day: bool, language: str) -> str:
    """2026年12月10日(木) 午後1時〜午後3時; over several days with both days."""
    first, last = start.date(), last_day(start, end)
    words = {"first": long_date(first, language), "last": long_date(last, language)}
    if all_day:
        return words["first"] if first == last else _("%(first)sから%(last)sまで") % words
    words |= {"start": clock(start.time(), language), "end": clock(end.time(), language)}
    if first == last:
        return _("%(day)s %(times)s") % {
            "day": words["first"],
            "times": times(start, end, all_day=all_day, language=language),
        }
    return _("%(first)s %(start)sから%(last)s %(end)sまで") % words


def times(start: datetime, end: datetime, *, all_day: bool, language: str) -> str:
    """午後1時〜午後3時, 一日中, and for several days the day it goes on until."""
    first, last = start.date(), last_day(start, end)
    if first != last:
        return _("%(last)sまで") % {"last": short_date(last, language)}
    if all_day:
        return _("一日中")
    if end <= start:
        return clock(start.time(), language)
    return _("%(start)s〜%(end)s") % {
        "start": clock(start.time(), language),
        "end": clock(end.time(), language),
    }


def days_of(start: datetime, end: datetime, first: date, until: date) -> list[date]:
    """The days it touches from `first` until before `until`."""
    day = start.date()
    if day == end.date():  # Nearly all: no further looking.
        return [day] if first <= day < until else []
    begin, last = max(day, first), min(last_day(start, end), until - timedelta(days=1))
    return [begin + timedelta(days=n) for n in range((last - begin).days + 1)]


def sunday_of(day: date) -> date:
    """The week begins on Sunday, as calendars on Japanese walls do."""
    return day - timedelta(days=(day.weekday() + 1) % WEEK)


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
