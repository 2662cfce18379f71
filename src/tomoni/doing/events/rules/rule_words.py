"""A recurrence rule as people say it: 毎月第2・第4木曜日."""

from datetime import UTC, date, datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from tomoni.doing.events.rules import rrule
from tomoni.doing.events.rules.rrule import Rule
from tomoni.web.dates import long_date

WORKDAYS = {0, 1, 2, 3, 4}


def in_words(text: str, language: str, *, tz: tzinfo = UTC) -> str:
    """The rule in a language the program speaks; UNTIL is told as the day it is in `tz`.

    Raises `rrule.Unreadable` as `rrule.read` does.
    """
    rule = rrule.read(text)
    with override(language):
        said = _when(rule)
        if rule.count is not None:
            return _("%(when)s（全%(count)s回）") % {"when": said, "count": rule.count}
        if rule.until is not None:
            return _("%(when)s（%(until)sまで）") % {
                "when": said,
                "until": _day(rule.until, tz, language),
            }
        return said


def _when(rule: Rule) -> str:
    if rule.byweekno or rule.byyearday or rule.freq in rrule.SECONDS:
        return _("特別な決まりでくり返し（日にちは一覧をご覧ください）")
    if rule.bysetpos and not _is_workday_of_month(rule):
        return _("特別な決まりでくり返し（日にちは一覧をご覧ください）")
    return {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}[rule.freq](
        rule
    )


def _daily(rule: Rule) -> str:
    if rule.interval > 1:
        said = _("%(n)s日ごと") % {"n": rule.interval}
    elif {day for _n, day in rule.byday} == WORKDAYS:
        said = _("月曜日から金曜日まで毎日")
    elif rule.byday:
        said = _("毎週%(days)s") % {"days": _weekdays(rule)}
    elif rule.bymonthday:
        said = _("毎月%(days)s") % {"days": _monthdays(rule)}
    else:
        said = pgettext("recurrence", "毎日")
    return _in_months(rule, said)


def _weekly(rule: Rule) -> str:
    if rule.interval == 1 and {day for _n, day in rule.byday} == WORKDAYS:
        return _in_months(rule, _("月曜日から金曜日まで毎日"))
    if not rule.byday:
        said = (
            pgettext("recurrence", "毎週")
            if rule.interval == 1
            else _("%(n)s週間ごと") % {"n": rule.interval}
        )
    elif rule.interval == 1:
        said = _("毎週%(days)s") % {"days": _weekdays(rule)}
    else:
        said = _("%(n)s週間ごとの%(days)s") % {"n": rule.interval, "days": _weekdays(rule)}
    return _in_months(rule, said)


def _monthly(rule: Rule) -> str:
    days = _days_of_month(rule)
    if rule.interval > 1 and days:
        return _("%(n)sか月ごとの%(days)s") % {"n": rule.interval, "days": days}
    if rule.interval > 1:
        return _("%(n)sか月ごと") % {"n": rule.interval}
    if rule.bymonth:
        return _in_months(rule, days or _("月に一度"))
    return _("毎月%(days)s") % {"days": days} if days else pgettext("recurrence", "毎月")


def _yearly(rule: Rule) -> str:
    days = _days_of_month(rule)
    if days and rule.bymonth:
        days = pgettext("days of months", "%(months)sの%(days)s") % {
            "months": _months(rule),
            "days": days,
        }
    elif rule.bymonth:
        days = _months(rule)
    elif days:
        return _("特別な決まりでくり返し（日にちは一覧をご覧ください）")
    if rule.interval > 1:
        return (
            _("%(n)s年ごとの%(days)s") % {"n": rule.interval, "days": days}
            if days
            else (_("%(n)s年ごと") % {"n": rule.interval})
        )
    return _("毎年%(days)s") % {"days": days} if days else pgettext("recurrence", "毎年")


def _days_of_month(rule: Rule) -> str:
    if _is_workday_of_month(rule):
        position = rule.bysetpos[0]
        return _("最後の平日") if position == -1 else _("%(n)s番目の平日") % {"n": position}
    weekdays = _weekdays(rule) if rule.byday else ""
    if weekdays and rule.bymonthday:
        return _("%(days)sにあたる%(weekdays)s") % {"days": _monthdays(rule), "weekdays": weekdays}
    return weekdays or (_monthdays(rule) if rule.bymonthday else "")


def _is_workday_of_month(rule: Rule) -> bool:
    """The first, second … or last of the days from Monday to Friday, as salaries are paid."""
    return (
        rule.freq == "MONTHLY"
        and set(rule.byday) == {(0, day) for day in WORKDAYS}
        and len(rule.bysetpos) == 1
        and rule.bysetpos[0] >= -1
        and not rule.bymonthday
    )


def _weekdays(rule: Rule) -> str:
    """第2・第4木曜日, 月・木曜日: weeks of one weekday stand together."""
    if all(n == 0 for n, _day in rule.byday) or rule.freq in ("DAILY", "WEEKLY"):
        days = sorted({day for _n, day in rule.byday})
        if len(days) == 1:
            return _long(days[0])
        return _("%(days)s曜日") % {"days": _listed([_short(day) for day in days])}
    weeks: dict[tuple[int, ...], list[int]] = {}
    for day in sorted({day for _n, day in rule.byday}):
        of_day = tuple(sorted((n for n, d in rule.byday if d == day), key=lambda n: (n < 0, n)))
        weeks.setdefault(of_day, []).append(day)
    said = []
    for numbers, days in weeks.items():
        named = (
            _long(days[0])
            if len(days) == 1
            else _("%(days)s曜日") % {"days": _listed([_short(day) for day in days])}
        )
        counted = _listed([_nth(n) for n in numbers if n])
        if not counted:
            said.append(pgettext("every weekday of the month", "すべての%(day)s") % {"day": named})
        else:
            said.append(
                pgettext("second Thursday", "%(nth)s%(day)s") % {"nth": counted, "day": named}
            )
    return pgettext("recurrence", "と").join(said)


def _nth(n: int) -> str:
    words = {
        1: pgettext("week of the month", "第1"),
        2: pgettext("week of the month", "第2"),
        3: pgettext("week of the month", "第3"),
        4: pgettext("week of the month", "第4"),
        5: pgettext("week of the month", "第5"),
        -1: pgettext("last weekday of the month", "最終"),
        -2: pgettext("weekday of the month from its end", "終わりから2番目の"),
    }
    if n in words:
        return words[n]
    if n < 0:
        return _("終わりから%(n)s番目の") % {"n": -n}
    return _("%(n)s番目の") % {"n": n}


def _monthdays(rule: Rule) -> str:
    days = sorted(rule.bymonthday, key=lambda n: (n < 0, n))
    return _listed([_monthday(day) for day in days])


def _monthday(day: int) -> str:
    if day == -1:
        return pgettext("last day of the month", "末日")
    if day < 0:
        return _("末日の%(n)s日前") % {"n": -day - 1}
    return pgettext("day of the month", "%(n)s日") % {"n": day}


def _in_months(rule: Rule, said: str) -> str:
    if not rule.bymonth:
        return said
    return pgettext("days of months", "%(months)sの%(days)s") % {
        "months": _months(rule),
        "days": said,
    }


def _months(rule: Rule) -> str:
    return _listed([_month(month) for month in rule.bymonth])


def _month(month: int) -> str:
    return (
        pgettext("month of a rule", "1月"),
        pgettext("month of a rule", "2月"),
        pgettext("month of a rule", "3月"),
        pgettext("month of a rule", "4月"),
        pgettext("month of a rule", "5月"),
        pgettext("month of a rule", "6月"),
        pgettext("month of a rule", "7月"),
        pgettext("month of a rule", "8月"),
        pgettext("month of a rule", "9月"),
        pgettext("month of a rule", "10月"),
        pgettext("month of a rule", "11月"),
        pgettext("month of a rule", "12月"),
    )[month - 1]


def _long(day: int) -> str:
    return (
        pgettext("weekday of a rule", "月曜日"),
        pgettext("weekday of a rule", "火曜日"),
        pgettext("weekday of a rule", "水曜日"),
        pgettext("weekday of a rule", "木曜日"),
        pgettext("weekday of a rule", "金曜日"),
        pgettext("weekday of a rule", "土曜日"),
        pgettext("weekday of a rule", "日曜日"),
    )[day]


def _short(day: int) -> str:
    return (
        pgettext("weekday in a list", "月"),
        pgettext("weekday in a list", "火"),
        pgettext("weekday in a list", "水"),
        pgettext("weekday in a list", "木"),
        pgettext("weekday in a list", "金"),
        pgettext("weekday in a list", "土"),
        pgettext("weekday in a list", "日"),
    )[day]


def _listed(words: list[str]) -> str:
    return pgettext("between items of a list", "・").join(words)


def _day(until: date | datetime, tz: tzinfo, language: str) -> str:
    if isinstance(until, datetime):
        until = (until.astimezone(tz) if until.tzinfo else until).date()
    return long_date(until, language)
