"""Days and hours as readers say them, in each of the three languages."""

from datetime import date, time, timedelta
from functools import cache

import holidays as _holidays

from tomoni.core.calendar import era_year, holiday_name

# In autumn everybody knows which 12 January is meant; 24 October of last year nobody guesses.
HALF_A_YEAR = timedelta(days=183)
WEEKDAYS = "月火水木金土日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


ERAS_EN = {"明治": "Meiji", "大正": "Taisho", "昭和": "Showa", "平成": "Heisei", "令和": "Reiwa"}


def long_date(day: date, language: str) -> str:
    """2026年11月23日(月・祝) · 2026年11月23日（月曜日・休みの日） · Monday 23 November 2026."""
    free = holiday_name(day)
    if language == "en":
        text = f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]} {day.year}"
        return f"{text} (public holiday)" if free else text
    weekday = WEEKDAYS[day.weekday()]
    if language == "ja-easy":
        rest = "・休みの日" if free else ""
        return f"{day.year}年{day.month}月{day.day}日（{weekday}曜日{rest}）"
    return f"{day.year}年{day.month}月{day.day}日({weekday}{'・祝' if free else ''})"


def long_month(day: date, language: str) -> str:
    """2026年11月 · November 2026."""
    if language == "en":
        return f"{MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月"


def era_date(day: date, language: str) -> str:
    """The Japanese calendar's day as papers write it: 令和8年11月23日(月・祝) · 23 November, Reiwa 8.

    Who reads English meets the era on Japanese papers and forms, so its name is spelt out.
    """
    if language == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]}, {_era_in_english(day)}"
    weekday = WEEKDAYS[day.weekday()]
    free = "・祝" if holiday_name(day) else ""
    text = f"{era_year(day)}{day.month}月{day.day}日"
    return text if language == "ja-easy" else f"{text}({weekday}{free})"


def _era_in_english(day: date) -> str:
    year = era_year(day)
    for name, latin in ERAS_EN.items():
        if year.startswith(name):
            return year.replace(name, f"{latin} ").replace("元", "1").removesuffix("年")
    return year.removesuffix("年")


def short_date(day: date, language: str, today: date | None = None) -> str:
    """11月23日(月) · 23 Nov (Mon); 2025年10月24日(金) · 24 Oct 2025 (Fri).

    Args:
        day: The day to say; its weekday is said because people come or act on it.
        language: ja, ja-easy or en.
        today: With it a year is said where it could be mistaken; without it never.
    """
    english = language == "en"
    weekday = WEEKDAYS_EN[day.weekday()][:3] if english else WEEKDAYS[day.weekday()]
    if today is not None:
        text = table_date(day, language, today)
    elif english:
        text = f"{day.day} {MONTHS_EN[day.month - 1][:3]}"
    else:
        text = f"{day.month}月{day.day}日"
    return f"{text} ({weekday})" if english else f"{text}({weekday})"


def bare_date(day: date, language: str) -> str:
    """1940年3月4日 · 4 March 1940: a day nobody has to act on, so its weekday would only be noise."""
    if language == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def table_date(day: date, language: str, today: date) -> str:
    """11月23日 · 23 Nov; a year that could be mistaken is said: 2025年10月24日 · 24 Oct 2025.

    For tables of what happened, which have no room for more.
    """
    plain = day.year == today.year or timedelta(0) < day - today < HALF_A_YEAR
    if language == "en":
        text = f"{day.day} {MONTHS_EN[day.month - 1][:3]}"
        return text if plain else f"{text} {day.year}"
    return f"{day.month}月{day.day}日" if plain else bare_date(day, language)


def clock(moment: time | int, language: str) -> str:
    """午後2時30分 · 2:30 p.m.; minutes from midnight are understood, 24:00 too."""
    minutes = moment if isinstance(moment, int) else moment.hour * 60 + moment.minute
    hour, minute = divmod(minutes, 60)
    if language == "en":
        if minutes in (0, 1440):
            return "midnight"
        if minutes == 720:
            return "noon"
        half = "a.m." if hour % 24 < 12 else "p.m."
        shown = (hour % 12) or 12
        return f"{shown}:{minute:02d} {half}" if minute else f"{shown} {half}"
    if minutes == 1440:
        return "夜12時" if language == "ja-easy" else "午後12時"
    if minutes == 720 and language == "ja-easy":
        return "昼12時"
    half = "午前" if hour < 12 else "午後"
    shown = hour if hour < 12 else hour - 12
    if hour == 12:
        half, shown = ("正午", 0) if not minute else ("午後", 0)
        if not minute:
            return half
    return f"{half}{shown}時{minute}分" if minute else f"{half}{shown}時"


@cache
def holiday_in(day: date, language: str) -> str:
    """The holiday's name in the reader's language, or ''."""
    if language != "en":
        return holiday_name(day)
    return _english(day.year).get(day, "")


@cache
def _english(year: int) -> dict[date, str]:
    return dict(_holidays.country_holidays("JP", years=year, language="en_US"))
