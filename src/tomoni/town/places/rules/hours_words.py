"""The hours in words: the answer for now, the usual week, and the next days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from tomoni.town.places.rules import clock, hours
from tomoni.town.places.rules.hours import Day, HolidayRule, Now, Timetable, Why
from tomoni.town.places.rules.week import EVERY_WEEK, LAST, Span

Key = tuple[int, int | None, int | None, date | None, date | None, str]

SOON = timedelta(minutes=30)


class Kind(StrEnum):
    """What a page marks with colour and a word; the word alone is enough."""

    OPEN = "open"
    SOON = "soon"  # Open, but about to close.
    LATER = "later"  # Closed now, opens again today.
    CLOSED = "closed"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """Is it open? `headline` says so; `detail` says until when, or when next."""

    kind: Kind
    headline: str
    detail: str = ""

    @property
    def words(self) -> str:
        return _("%(headline)s%(detail)s") % {"headline": self.headline, "detail": self.detail}

    @property
    def is_open(self) -> bool:
        return self.kind in (Kind.OPEN, Kind.SOON)

    @property
    def badge(self) -> str:
        """The state of the lamp on the page."""
        return {Kind.LATER: "closed", Kind.ASK: "unknown"}.get(self.kind, str(self.kind))


@dataclass(frozen=True)
class Line:
    """One line of the usual week: 第2・第4木曜 – 午前10時から午後2時まで."""

    days: str
    times: str
    note: str = ""

    @property
    def words(self) -> str:
        return f"{self.days} {self.times}"


def answer(table: Timetable, at: datetime) -> Answer:
    """The first thing a visitor wants to know, at the local time `at`."""
    if not table.is_known:
        return Answer(Kind.UNKNOWN, _("利用時間はお問い合わせください。"))
    found = hours.now(table, at)
    if found.is_open:
        if found.until is None:
            return Answer(Kind.OPEN, _("いま開いています。"), _("いつでも利用できます。"))
        if found.until - at <= SOON:
            return Answer(Kind.SOON, _("もうすぐ閉まります。"), _until(found.until, at))
        return Answer(Kind.OPEN, _("いま開いています。"), _until(found.until, at))
    if not found.today.sure:
        return Answer(
            Kind.ASK,
            _("今日は祝日です（%(holiday)s）。") % {"holiday": found.today.reason},
            _("開いているかどうか、お電話でお確かめください。"),
        )
    if found.next_opens and found.next_opens.date() == at.date():
        return Answer(Kind.LATER, _("いまは閉まっています。"), _later_today(found))
    return Answer(Kind.CLOSED, _today(found.today), _next(found, at))


def _until(until: datetime, at: datetime) -> str:
    if until.date() == at.date():
        return _("今日は%(time)sまで。") % {"time": clock.clock(until.hour * 60 + until.minute)}
    minutes = (until.date() - at.date()).days * 1440 + until.hour * 60 + until.minute
    if minutes <= 36 * 60:
        return _("%(time)sまで。") % {"time": clock.clock(minutes)}
    return _("%(day)s %(time)sまで。") % {
        "day": clock.day(until.date(), at.date()),
        "time": clock.clock(until.hour * 60 + until.minute),
    }


def _later_today(found: Now) -> str:
    assert found.next_opens
    opens = found.next_opens.hour * 60 + found.next_opens.minute
    return _("今日は%(time)sから。") % {"time": clock.clock(opens)}


def _today(today: Day) -> str:
    if today.times:
        return _("今日は終わりました。")
    if reason := why(today):
        return _("今日は休みです（%(why)s）。") % {"why": reason}
    return _("今日は休みです。")


def _next(found: Now, at: datetime) -> str:
    if not found.next_opens:
        return _("次に開く日は、お問い合わせください。")
    opens = found.next_opens.hour * 60 + found.next_opens.minute
    day = clock.day(found.next_opens.date(), at.date())
    # Nobody opens a door at midnight: what is always open says the day only.
    if opens == 0:
        return _("次は%(day)sから。") % {"day": day}
    return _("次は%(day)s %(time)sから。") % {"day": day, "time": clock.clock(opens)}


def why(today: Day) -> str:
    """Why a day is not like the others, or ''."""
    if today.why == Why.EXCEPTION:
        return today.reason or _("いつもと違う日")
    if today.why == Why.YEAR_END:
        return _("年末年始")
    if today.why in (Why.HOLIDAY, Why.HOLIDAY_UNKNOWN):
        return _("祝日")
    if today.why == Why.AFTER_HOLIDAY:
        return _("祝日の代わりの休み")
    return ""


def week_lines(spans: Iterable[Span], today: date | None = None) -> list[Line]:
    """The usual week in as few lines as it can be said; rows whose term is over are left out."""
    known = [s for s in spans if not (today and s.valid_until and s.valid_until < today)]
    groups: dict[Key, dict[int, list[tuple[int, int]]]] = {}
    for s in known:
        key = (s.weeks, s.season_from, s.season_until, s.valid_from, s.valid_until, s.note)
        groups.setdefault(key, {}).setdefault(s.weekday, []).append((s.opens, s.closes))
    lines: list[Line] = []
    for key, by_day in groups.items():
        weeks, season_from, season_until, valid_from, valid_until, note = key
        same: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for number, times in sorted(by_day.items()):
            same.setdefault(tuple(sorted(times)), []).append(number)
        for times_of, numbers in same.items():
            limits = [
                _season(season_from, season_until),
                _term(valid_from, valid_until),
                note,
            ]
            lines.append(
                Line(
                    days=days_words(numbers, weeks),
                    times=clock.spans(times_of),
                    note=_("、").join(filter(None, limits)),
                )
            )
    return lines


def days_words(numbers: list[int], weeks: int = EVERY_WEEK) -> str:
    """毎日, 月曜から金曜, 月・水・金曜, 第2・第4木曜, 最後の金曜."""
    if weeks == EVERY_WEEK and len(numbers) == 7:
        return _("毎日")
    if weeks != EVERY_WEEK:
        which = _("・").join(_week_word(bit) for bit in (1, 2, 4, 8, 16, LAST) if weeks & bit)
        return _("・").join(
            _("%(weeks)s%(weekday)s") % {"weeks": which, "weekday": clock.weekday(n)}
            for n in numbers
        )
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return _("%(first)sから%(last)s") % {
            "first": clock.weekday(numbers[0]),
            "last": clock.weekday(numbers[-1]),
        }
    if len(numbers) == 1:
        return _("毎週%(weekday)s") % {"weekday": clock.weekday(numbers[0])}
    return _("・").join(clock.weekday(n) for n in numbers)


def _week_word(bit: int) -> str:
    if bit == LAST:
        return _("最後の")
    return (_("第1"), _("第2"), _("第3"), _("第4"), _("第5"))[bit.bit_length() - 1]


def _season(from_: int | None, until: int | None) -> str:
    if from_ is None or until is None:
        return ""
    return _("%(first)sから%(last)sまでの間") % {
        "first": clock.month_day(from_),
        "last": clock.month_day(until),
    }


def _term(from_: date | None, until: date | None) -> str:
    if from_ and until:
        return _("%(first)sから%(last)sまで") % {
            "first": clock.full_day(from_),
            "last": clock.full_day(until),
        }
    if from_:
        return _("%(first)sから") % {"first": clock.full_day(from_)}
    if until:
        return _("%(last)sまで") % {"last": clock.full_day(until)}
    return ""


def rest_lines(table: Timetable) -> list[str]:
    """What happens on holidays and at the turn of the year, for a place with weekly hours."""
    if not table.spans:
        return []
    lines = {
        HolidayRule.CLOSED: _("祝日は休みです。"),
        HolidayRule.OPEN: _("祝日も同じです。"),
        HolidayRule.NEXT_DAY: _("休みの日が祝日のときは開き、次の平日に休みます。"),
        HolidayRule.UNKNOWN: _("祝日に開いているかは、お問い合わせください。"),
    }
    found = [lines[HolidayRule(table.holiday_rule)]]
    if table.closed_year_end:
        month_of = [int(edge.replace("-", "")) for edge in table.year_end]
        found.append(
            _("年末年始（%(first)sから%(last)sまで）は休みです。")
            % {"first": clock.month_day(month_of[0]), "last": clock.month_day(month_of[1])}
        )
    return found


def day_times(today: Day) -> str:
    """The times of one day for a table, or 休み."""
    if not today.sure:
        return _("お問い合わせください")
    return clock.spans(today.times) if today.times else _("休み")


def coming(table: Timetable, today: date, days_ahead: int = 60) -> list[str]:
    """The days that differ in the next weeks, each in one line with its reason."""
    last = today + timedelta(days=days_ahead)
    lines = []
    for days in sorted(table.differs, key=lambda d: (d.from_on, d.until_on)):
        if days.until_on < today or days.from_on > last:
            continue
        when = clock.date_of(days.from_on, today)
        if days.until_on != days.from_on:
            when = _("%(first)sから%(last)sまで") % {
                "first": when,
                "last": clock.date_of(days.until_on, today),
            }
        times = _("休み")
        if days.opens is not None and days.closes is not None:
            times = clock.span(days.opens, days.closes)
        reason = _("（%(reason)s）") % {"reason": days.reason} if days.reason else ""
        lines.append(f"{when} {times}{reason}")
    return lines
