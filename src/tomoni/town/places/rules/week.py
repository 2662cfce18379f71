"""One opening in the week as plain values, and what cannot be one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

DAY = 24 * 60
EVERY_WEEK = 0
ALWAYS = ("weekday", "opens", "closes")
LAST = 32  # Bit of "the last such weekday of the month"; 1, 2, 4, 8, 16 are the first to fifth.


@dataclass(frozen=True)
class Span:
    """Open on one weekday between two times; the fields are those of models.Opening."""

    weekday: int
    opens: int
    closes: int
    weeks: int = EVERY_WEEK
    season_from: int | None = None
    season_until: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""


def season_dates(first: int, last: int, today: date) -> tuple[date, date]:
    """The season that is running or comes next, as two days; it may cross New Year."""
    for year in (today.year - 1, today.year, today.year + 1):
        until = _on(year if last >= first else year + 1, last)
        if until >= today:
            return _on(year, first), until
    raise AssertionError("a season comes back every year")


def _on(year: int, number: int) -> date:
    month, day = divmod(number, 100)
    while True:
        try:
            return date(year, month, day)
        except ValueError:  # The 29th of February in other years.
            day -= 1


def why_not(span: Span) -> str | None:
    """Why these times cannot be kept, in words an editor can act on."""
    if not 0 <= span.weekday <= 6 or not 0 <= span.weeks <= 63:
        return _("曜日か週の指定が正しくありません。")
    if not 0 <= span.opens < DAY:
        return _("開く時刻は0時から23時59分までで書いてください。")
    if span.closes <= span.opens:
        return _(
            "閉まる時刻が、開く時刻より前です。日をまたぐときは「翌2:00」や「26:00」と書けます。"
        )
    if span.closes > span.opens + DAY:
        return _("一つの利用時間は24時間までです。")
    if (span.season_from is None) != (span.season_until is None):
        return _("季節は、始まりと終わりの両方を書いてください。")
    for edge in (span.season_from, span.season_until):
        if edge is not None and not (1 <= edge // 100 <= 12 and 1 <= edge % 100 <= 31):
            return _("季節は「12月1日」のように月と日で書いてください。")
    if span.valid_from and span.valid_until and span.valid_until < span.valid_from:
        return _("「いつまで」が「いつから」より前です。")
    return None


def overlap(spans: Iterable[Span]) -> str | None:
    """Why two of these cannot stand together: the same day twice at overlapping times."""
    known: list[Span] = []
    for span in spans:
        for other in known:
            same_day = span.weekday == other.weekday and _meet(span.weeks, other.weeks)
            same_time = span.opens < other.closes and other.opens < span.closes
            same_dates = _term(span) == _term(other)
            if same_day and same_time and same_dates:
                return _("同じ曜日に、時間の重なる行があります。一つにまとめてください。")
        known.append(span)
    return None


def _meet(weeks: int, others: int) -> bool:
    return weeks == EVERY_WEEK or others == EVERY_WEEK or bool(weeks & others)


def _term(span: Span) -> tuple[Any, ...]:
    return (span.season_from, span.season_until, span.valid_from, span.valid_until)


def order_of(span: Span) -> tuple[Any, ...]:
    """Through the week, then through the day."""
    return (span.weekday, span.opens, span.closes, span.weeks, span.season_from or 0, span.note)


def plain(span: Span) -> dict[str, Any]:
    """Only what is said, for the audit."""
    said: dict[str, Any] = {}
    for field in fields(span):
        value = getattr(span, field.name)
        if field.name in ALWAYS or value not in (None, "", EVERY_WEEK):
            said[field.name] = value.isoformat() if isinstance(value, date) else value
    return said
