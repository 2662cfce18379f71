"""Japanese holidays, eras, fiscal years and weeks of a month."""

from datetime import date
from functools import cache

import holidays as _holidays

ERAS = (  # First day, name, letter (元号法 and its predecessors).
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 1, 25), "明治", "M"),
)


@cache
def holidays_of(year: int) -> dict[date, str]:
    """The national holidays of a year with their Japanese names (国民の祝日に関する法律)."""
    return dict(_holidays.country_holidays("JP", years=year, language="ja"))


def holiday_name(day: date) -> str:
    """The holiday's Japanese name, or '' on an ordinary day."""
    return holidays_of(day.year).get(day, "")


def is_holiday(day: date) -> bool:
    return bool(holiday_name(day))


def week_of_month(day: date) -> int:
    """1 for the first such weekday of the month (第1火曜), up to 5."""
    return (day.day - 1) // 7 + 1


def is_last_week(day: date) -> bool:
    """Whether this is the last such weekday of its month."""
    return (day.replace(day=1).month) != _plus_seven(day).month


def _plus_seven(day: date) -> date:
    return date.fromordinal(day.toordinal() + 7)


def fiscal_year(day: date) -> int:
    """The Japanese fiscal year: April to March (会計年度, 地方自治法208条)."""
    return day.year if day.month >= 4 else day.year - 1


def era_year(day: date) -> str:
    """The year as papers write it: 令和8年, the first year as 元年."""
    for begun, name, _letter in ERAS:
        if day >= begun:
            number = day.year - begun.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def in_year_end(day: date, from_: str, until: str) -> bool:
    """Whether `day` lies in the year-end closing, given as "MM-DD" bounds across New Year."""
    here = f"{day:%m-%d}"
    return here >= from_ or here <= until
