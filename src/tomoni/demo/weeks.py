"""The short notation in which the sample files write a week.

`木(1,3) 10:00-12:00; 土 9:00-12:00` · `12/1-3/31 毎日 8:00-17:00` · `金 20:00-26:00` · `土(最終) 11:00-14:00`
"""

import re
from typing import Any

DAYS = "月火水木金土日"
EVERY_DAY = "毎日"
LAST = "最終"
_ENTRY = re.compile(
    r"(?:(?P<from>\d+/\d+)-(?P<until>\d+/\d+) )?"
    r"(?P<days>[月火水木金土日-]+|毎日)(?:\((?P<weeks>[\d,最終]+)\))? "
    r"(?P<opens>\d+:\d\d)-(?P<closes>\d+:\d\d)"
)


def read(text: str) -> list[dict[str, Any]]:
    """The spans of a week as the directory takes them; empty for an empty text.

    Raises:
        ValueError: naming the part that cannot be read.
    """
    spans = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        match = _ENTRY.fullmatch(part)
        if match is None:
            raise ValueError(part)
        season = {}
        if match["from"]:
            season = {
                "season_from": _season(match["from"]),
                "season_until": _season(match["until"]),
            }
        for day in _days(match["days"]):
            spans.append(
                {
                    "weekday": day,
                    "weeks": _weeks(match["weeks"] or ""),
                    "opens": _minutes(match["opens"]),
                    "closes": _minutes(match["closes"]),
                    **season,
                }
            )
    return spans


def _days(text: str) -> list[int]:
    """月-金 is a run, 月水 are two days, 月-水金 is a run and a day."""
    if text == EVERY_DAY:
        return list(range(7))
    found: list[int] = []
    for run in re.findall(r".-.|.", text):
        first, last = DAYS.index(run[0]), DAYS.index(run[-1])
        found += [day % 7 for day in range(first, last + 1 if last >= first else last + 8)]
    return found


def _weeks(text: str) -> int:
    """The bits of the weeks of the month; 0 is every week."""
    bits = 0
    for word in filter(None, text.split(",")):
        bits |= 32 if word == LAST else 1 << (int(word) - 1)
    return bits


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _season(text: str) -> int:
    month, day = text.split("/")
    return int(month) * 100 + int(day)
