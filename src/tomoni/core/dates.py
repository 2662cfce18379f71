"""Reading dates as offices write them: ISO, slashes, wareki, spreadsheet serials."""

import re
import unicodedata
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

ERAS = {
    "令和": date(2019, 5, 1),
    "平成": date(1989, 1, 8),
    "昭和": date(1926, 12, 25),
    "大正": date(1912, 7, 30),
    "明治": date(1868, 1, 25),
}
SHORT_ERAS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
SERIAL_ZERO = date(1899, 12, 30)
# Serials outside these years are far more likely to be some other number.
SERIAL_FIRST, SERIAL_LAST = 14_000, 73_050
# No way of writing a day is longer; the patterns below take their time over long blanks.
LONGEST = 60

_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WAREKI = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])\s*\.?\s*(元|\d{1,2})\s*[-/.年]\s*"
    r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?",
    re.IGNORECASE,
)
# A weekday in brackets or a time of day may follow a date and says nothing about the day.
_TAIL = re.compile(
    r"\s*[(]?[月火水木金土日](?:曜日?)?(?:[・,]?祝)?[)]?$|[T\s]+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M)?Z?$",
    re.IGNORECASE,
)
_PARTIAL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")


def example() -> str:
    """Today as `YYYY-MM-DD`, for sentences that show how to write a day: never one long past."""
    return timezone.localdate().isoformat()


def read_date(text: str) -> Reading[date]:
    """The day somebody wrote; anything but `YYYY-MM-DD` is reported as a repair."""
    raw = text.strip()
    if not raw:
        return blank()
    if (m := _ISO.fullmatch(raw)) and (day := _day(*map(int, m.groups()))):
        return Reading(day)
    if len(raw) > LONGEST:
        return _unreadable(raw[:LONGEST] + "…")
    plain = _arabic(unicodedata.normalize("NFKC", raw))
    bare = _TAIL.sub("", plain).strip() or plain
    if m := _WAREKI.fullmatch(bare):
        return _wareki(raw, *m.groups())
    if m := _YEAR_FIRST.fullmatch(bare) or _EIGHT.fullmatch(bare):
        return _said(raw, _day(*map(int, m.groups())))
    if m := _YEAR_LAST.fullmatch(bare):
        return _year_last(raw, *map(int, m.groups()))
    if bare.isascii() and bare.isdigit() and SERIAL_FIRST <= int(bare) <= SERIAL_LAST:
        day = SERIAL_ZERO + timedelta(days=int(bare))
        return _said(raw, day, _("表計算ソフトの日付番号と読みました。"))
    if _PARTIAL.fullmatch(bare):
        return problem(
            _("「%(raw)s」には日がありません。年月日まで書いてください。") % {"raw": raw}
        )
    return _unreadable(raw)


def _unreadable(raw: str) -> Reading[date]:
    return problem(
        _("「%(raw)s」を日付として読めません。%(day)s のように書いてください。")
        % {"raw": raw, "day": example()}
    )


def _wareki(raw: str, era: str, year: str, month: str, day: str) -> Reading[date]:
    name = SHORT_ERAS.get(era.upper(), era)
    starts = ERAS[name]
    said = _day(starts.year + (1 if year == "元" else int(year)) - 1, int(month), int(day))
    if said is not None and said < starts:
        return problem(
            _("「%(raw)s」は%(era)sが始まる前の日です。年号を確かめてください。")
            % {"raw": raw, "era": name}
        )
    return _said(raw, said)


def _year_last(raw: str, first: int, second: int, year: int) -> Reading[date]:
    """`5/16/2020` is month first in spreadsheets; `16/5/2020` can only be day first."""
    if first > 12:
        return _said(raw, _day(year, second, first), _("日/月/年の順と読みました。"))
    return _said(raw, _day(year, first, second), _("月/日/年の順と読みました。"))


def _said(raw: str, day: date | None, how: str = "") -> Reading[date]:
    if day is None:
        return problem(_("「%(raw)s」という日はありません。") % {"raw": raw})
    note = _("日付「%(raw)s」を %(day)s と読みました。") % {"raw": raw, "day": day.isoformat()}
    return Reading(day, repaired=f"{note}{how}")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _arabic(text: str) -> str:
    """Turn 二十三 into 23; dates never reach a hundred except in years, written digit by digit."""

    def number(m: re.Match[str]) -> str:
        run = m.group()
        if "十" not in run:
            return "".join(str(_KANJI_DIGITS[c]) for c in run)
        tens, _sep, ones = run.partition("十")
        return str(_KANJI_DIGITS.get(tens, 1) * 10 + _KANJI_DIGITS.get(ones, 0))

    return re.sub(r"[〇一二三四五六七八九十]+(?=[年月日])", number, text)
