"""A recurrence rule (RFC 5545 §3.3.10) as plain values, and why one cannot be used, in words."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
SECONDS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}

# A daily gathering of 27 years; whoever needs more leaves the end open.
MOST_IN_SERIES = 10_000
MOST_A_DAY = 48
# A series finer than that is only taken when it ends after so many times.
MOST_WHEN_DENSE = 1_000
LONGEST_YEARS = 100
MOST_INTERVAL = 1_000
LONGEST_TEXT = 2_000
FIRST_YEAR, LAST_YEAR = 1900, 2200

_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")
_RANGES = {
    "BYMONTH": (1, 12, False),
    "BYWEEKNO": (1, 53, True),
    "BYYEARDAY": (1, 366, True),
    "BYMONTHDAY": (1, 31, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 59, False),
    "BYSETPOS": (1, 366, True),
}


class Unreadable(ValueError):
    """The rule's text is no rule we can follow; the message says why, in words."""


@dataclass(frozen=True)
class Rule:
    """One rule. `byday` holds (n, weekday) with n = 0 for every one, Monday = 0."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    bymonth: tuple[int, ...] = ()
    byweekno: tuple[int, ...] = ()
    byyearday: tuple[int, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    byhour: tuple[int, ...] = ()
    byminute: tuple[int, ...] = ()
    bysecond: tuple[int, ...] = ()
    bysetpos: tuple[int, ...] = ()
    wkst: int = 0


def read(text: str) -> Rule:
    """The rule a text says; raises `Unreadable` with a sentence."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(
            _("くり返しの決まりが長すぎます（%(most)s文字まで）。") % {"most": LONGEST_TEXT}
        )
    return _read(text.strip().upper().removeprefix("RRULE:"))


@lru_cache(maxsize=4096)
def _read(text: str) -> Rule:
    parts: dict[str, str] = {}
    for piece in filter(None, text.split(";")):
        name, _sign, value = piece.partition("=")
        name = name.strip()
        if name in parts:
            raise Unreadable(_("くり返しの決まりに %(part)s が二度あります。") % {"part": name})
        parts[name] = value.strip()
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise Unreadable(
            _("西暦のほかの暦によるくり返しは使えません。日付を一つずつ登録してください。")
        )
    if parts.pop("SKIP", "OMIT") != "OMIT":
        raise Unreadable(
            _("ない日を前後にずらすくり返し（SKIP）は使えません。日付を一つずつ登録してください。")
        )
    freq = parts.pop("FREQ", "")
    if freq not in COARSE and freq not in SECONDS:
        raise Unreadable(_("くり返しの間隔（毎日・毎週・毎月・毎年）が書かれていません。"))
    numbers = {
        name.lower(): _numbers(name, parts.pop(name), *limits)
        for name, limits in _RANGES.items()
        if name in parts
    }
    rule = Rule(
        freq=freq,
        interval=_whole("INTERVAL", parts.pop("INTERVAL", "1"), MOST_INTERVAL),
        count=_whole("COUNT", parts.pop("COUNT"), 10**9) if "COUNT" in parts else None,
        until=_until(parts.pop("UNTIL")) if "UNTIL" in parts else None,
        byday=_bydays(parts.pop("BYDAY")) if "BYDAY" in parts else (),
        wkst=_weekday(parts.pop("WKST", "MO")),
        **numbers,
    )
    if parts:
        raise Unreadable(
            _("くり返しの決まりに知らない項目 %(part)s があります。")
            % {"part": next(iter(parts))[:40]}
        )
    return rule


def why_not(text: str, start: date | datetime) -> str | None:
    """Why a series may not follow this rule from `start`, in words; None when it may."""
    try:
        rule = read(text)
    except Unreadable as reason:
        return str(reason)
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        return _("始まりの年（%(year)s年）を確かめてください。") % {"year": start.year}
    if rule.count is not None and rule.count > MOST_IN_SERIES:
        return _(
            "くり返しは%(most)s回までです。もっと続く行事は、回数を書かずに登録してください。"
        ) % {"most": MOST_IN_SERIES}
    if rule.until is not None:
        if plain(rule.until) < plain(start) and not _near(rule.until, start):
            return _("くり返しの終わりが、始まりより前です。終わりの日を直してください。")
        if rule.until.year > start.year + LONGEST_YEARS:
            return _(
                "くり返しの終わりが%(years)s年より先です。終わりの決まっていない行事は、終わりを書かずに登録してください。"
            ) % {"years": LONGEST_YEARS}
    if _is_too_dense(rule, start):
        return _(
            "回数が多すぎるくり返しです。一日に%(day)s回まで、それより細かいものは全部で%(all)s回までにしてください。"
        ) % {"day": MOST_A_DAY, "all": MOST_WHEN_DENSE}
    return None


def plain(moment: date | datetime) -> datetime:
    """The wall clock of a day or a moment, without its zone."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)


def _near(until: date | datetime, start: date | datetime) -> bool:
    """Within a day of each other: which is first depends on the zones, so only counting tells."""
    return plain(start) - plain(until) <= timedelta(days=1)


def _is_too_dense(rule: Rule, start: date | datetime) -> bool:
    """More a day than `MOST_A_DAY`, without an end soon enough."""
    hours, minutes, seconds = len(rule.byhour), len(rule.byminute), len(rule.bysecond)
    if rule.freq in COARSE:
        a_day = max(hours, 1) * max(minutes, 1) * max(seconds, 1)
    else:
        steps = -(-86_400 // (SECONDS[rule.freq] * rule.interval))
        if rule.freq == "HOURLY":
            steps = min(steps, hours or 24) * max(minutes, 1) * max(seconds, 1)
        elif rule.freq == "MINUTELY":
            steps = min(steps, (hours or 24) * (minutes or 60)) * max(seconds, 1)
        else:
            steps = min(steps, (hours or 24) * (minutes or 60) * (seconds or 60))
        a_day = steps
    if a_day <= MOST_A_DAY:
        return False
    if rule.count is not None and rule.count <= MOST_WHEN_DENSE:
        return False
    if rule.until is None:
        return True
    days = (plain(rule.until) - plain(start)) / timedelta(days=1)
    return a_day * max(days, 0) > MOST_WHEN_DENSE


def _numbers(name: str, text: str, low: int, high: int, signed: bool) -> tuple[int, ...]:
    found = set()
    # Some programs leave a comma at the end; it says nothing.
    for piece in text.rstrip(",").split(","):
        number = _integer(name, piece)
        size = abs(number) if signed else number
        if not low <= size <= high:
            raise Unreadable(
                _("くり返しの決まりの %(part)s に、ありえない数 %(number)s があります。")
                % {"part": name, "number": number}
            )
        found.add(number)
    return tuple(sorted(found))


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"\s*[+-]?\d{1,9}\s*", text, re.ASCII):
        raise Unreadable(
            _("くり返しの決まりの %(part)s が数として読めません（%(text)s）。")
            % {"part": name, "text": text[:40]}
        )
    return int(text)


def _whole(name: str, text: str, most: int) -> int:
    number = _integer(name, text)
    if not 1 <= number <= most:
        raise Unreadable(
            _(
                "くり返しの決まりの %(part)s は1から%(most)sまでの数にしてください（今は %(number)s）。"
            )
            % {"part": name, "most": most, "number": number}
        )
    return number


def _until(text: str) -> date | datetime:
    found = _UNTIL.fullmatch(text)
    try:
        if found and found[4] is None:
            return date(*map(int, found.groups()[:3]))
        if found:
            moment = datetime(*map(int, found.groups()[:6]))  # type: ignore[arg-type]
            return moment.replace(tzinfo=UTC) if found[7] else moment
    except ValueError:
        pass
    raise Unreadable(_("くり返しの終わりの日（%(text)s）がありません。") % {"text": text[:40]})


def _bydays(text: str) -> tuple[tuple[int, int], ...]:
    found = set()
    for piece in text.rstrip(",").split(","):
        match = _BYDAY.fullmatch(piece.strip())
        if not match or not -53 <= int(match[1] or 1) <= 53 or int(match[1] or 1) == 0:
            raise Unreadable(
                _("くり返しの曜日（%(text)s）が読めません。") % {"text": piece.strip()[:40]}
            )
        found.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(sorted(found, key=lambda day: (day[1], day[0])))


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        raise Unreadable(_("くり返しの曜日（%(text)s）が読めません。") % {"text": text[:40]})
    return WEEKDAYS.index(text)
