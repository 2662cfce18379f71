"""Reading times of day and days of the week as offices write them."""

import re
import unicodedata

from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

DAY = 24 * 60
# Offices write 25:30 for half past one in the night of the same working day.
LATEST = 30 * 60
LONGEST = 60  # No way of writing a time is longer; the patterns below take their time.

_EXACT = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_TIME = re.compile(
    r"(?P<half>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2})\s*(?:[:時.]\s*(?P<minute>\d{1,2}|半)?\s*分?)"
    r"(?::(?P<second>\d{2}))?\s*(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[(（〈\[【][^)）〉\]】]*[)）〉\]】]|頃|ごろ|まで$|から$|[~〜～]$")

WEEK = "月火水木金土日"
_DAY_RANGE = re.compile(rf"([{WEEK}])(?:曜日?)?\s*(?:~|〜|-|‐|−|–|から)\s*([{WEEK}])")
_NOT_DAYS = re.compile(r"曜日?|[、,・/;\s]|と|および|及び|毎週")


def read_time(text: str) -> Reading[int]:
    """Minutes from midnight; anything but `HH:MM` is reported as a repair."""
    raw = text.strip()
    if not raw:
        return blank()
    if m := _EXACT.fullmatch(raw):
        minutes = int(m.group(1)) * 60 + int(m.group(2))
        if minutes <= DAY:
            return Reading(minutes)
    minutes_or_none = _loose(unicodedata.normalize("NFKC", raw)) if len(raw) <= LONGEST else None
    raw = raw[:LONGEST]
    if minutes_or_none is None:
        return problem(
            _("「%(raw)s」を時刻として読めません。09:00 のように書いてください。") % {"raw": raw}
        )
    said = _("時刻「%(raw)s」を %(time)s と読みました。")
    return Reading(minutes_or_none, repaired=said % {"raw": raw, "time": show(minutes_or_none)})


def show(minutes: int) -> str:
    """The way the national standard writes a time."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _loose(text: str) -> int | None:
    bare = _REMARK.sub("", text).strip()
    if bare in {"正午", "昼"}:
        return 12 * 60
    if re.fullmatch(r"0\.\d+", bare):
        return round(float(bare) * DAY)
    if re.fullmatch(r"\d{3,4}", bare):
        bare = f"{bare[:-2]}:{bare[-2:]}"
    m = _TIME.fullmatch(bare)
    if not m:
        return None
    hour = int(m["hour"])
    minute = 30 if m["minute"] == "半" else int(m["minute"] or 0)
    half = (m["half"] or m["after"] or "").upper()
    if half in {"午後", "PM"} and hour < 12:
        hour += 12
    if half in {"午前", "AM"} and hour == 12:
        hour = 0
    total = hour * 60 + minute
    return total if minute < 60 and total <= LATEST else None


def read_days(text: str) -> Reading[frozenset[int]]:
    """Days of the week, Monday is 0; `月火水木金` is standard, `月～金` is a repair."""
    raw = text.strip()
    if not raw:
        return blank()
    if set(raw) <= set(WEEK):
        return Reading(frozenset(WEEK.index(c) for c in raw))
    plain = unicodedata.normalize("NFKC", raw)
    days = _loose_days(plain)
    if not days:
        return problem(
            _("「%(raw)s」を曜日として読めません。月火水木金 のように書いてください。")
            % {"raw": raw}
        )
    shown = "".join(WEEK[d] for d in sorted(days))
    said = _("曜日「%(raw)s」を %(days)s と読みました。")
    return Reading(days, repaired=said % {"raw": raw, "days": shown})


def _loose_days(plain: str) -> frozenset[int]:
    if re.fullmatch(r"毎日|年中無休|全日|無休|月~日祝?", plain):
        return frozenset(range(7))
    plain = re.sub(r"平日", "月火水木金", plain)
    found: set[int] = set()
    for m in _DAY_RANGE.finditer(plain):
        first, last = WEEK.index(m[1]), WEEK.index(m[2])
        while True:
            found.add(first)
            if first == last:
                break
            first = (first + 1) % 7
    rest = _NOT_DAYS.sub("", _DAY_RANGE.sub("", plain)).replace("祝日", "").replace("祝", "")
    if set(rest) - set(WEEK):
        return frozenset()
    return frozenset(found | {WEEK.index(c) for c in rest})
