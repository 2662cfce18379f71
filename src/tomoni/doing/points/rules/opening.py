"""What a row of an old list of paper cards says: how many points, from when, and how many years."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tomoni.core.dates import read_date
from tomoni.core.errors import Refused
from tomoni.doing.points.rules.terms import Day
from tomoni.doing.points.rules.years import year_of

MOST = 1_000_000  # Points of one person; more is a slip of the finger or another column.
MOST_YEARS = 80
_FISCAL = re.compile(r"(\d{4})\s*年度?")
_ERA = re.compile(r"(令和|平成|昭和|R|H|S)\s*(\d{1,2}|元)\s*年度", re.IGNORECASE)
_BEGAN = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}


@dataclass(frozen=True)
class Opening:
    """One row.

    Args:
        points: What the paper still has; 0 where only the years are to be taken over.
        since: The day from which they count, None where the list does not say.
        years: Fiscal years before this one in which the person was active.
    """

    points: int
    since: date | None
    years: tuple[int, ...]


def read(row: Mapping[str, str], *, today: date, begins: Day) -> Opening:
    """The row as values.

    Args:
        row: Cells by field: ``points``, ``since``, ``years``; what is missing is empty.
        begins: First day of the fiscal year.

    Raises:
        Refused: naming the field, for what cannot be read or cannot be.
    """
    points = _points(row.get("points", ""))
    since = _since(row.get("since", ""), today, begins)
    years = _years(row.get("years", ""), year_of(today, begins)[0].year)
    if not points and not years:
        raise Refused(_("ポイントか、活動した年度の数を書いてください。"), field="points")
    return Opening(points, since, years)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _points(text: str) -> int:
    plain = re.sub(r"\s*(ポイント|点|pt|p)$", "", _plain(text), flags=re.IGNORECASE).replace(
        ",", ""
    )
    if not plain:
        return 0
    if not (plain.isascii() and plain.isdigit()):
        raise Refused(_("ポイントは、0以上の数で書いてください。例: 12"), field="points")
    if len(plain) > len(str(MOST)) or int(plain) > MOST:
        raise Refused(
            _("ポイントが多すぎます。列がずれていないか確かめてください。"), field="points"
        )
    return int(plain)


def _since(text: str, today: date, begins: Day) -> date | None:
    plain = _plain(text)
    if not plain:
        return None
    if found := _FISCAL.fullmatch(plain) or re.fullmatch(r"(\d{4})", plain):
        day = _first(int(found[1]), begins)
    elif found := _ERA.fullmatch(plain):
        nth = 1 if found[2] == "元" else int(found[2])
        day = _first(_BEGAN[found[1].lower()] + nth, begins)
    else:
        reading = read_date(plain)
        if reading.problem or reading.value is None:
            raise Refused(
                _("いつの分かは、2025年度、令和7年度、2025-06-30 のように書いてください。"),
                field="since",
            )
        day = reading.value
    if day is None or day > today or day.year < 1990:
        raise Refused(_("いつの分かが、まだ来ていない日か、古すぎる日です。"), field="since")
    return day


def _first(year: int, begins: Day) -> date | None:
    return date(year, *begins) if 1900 <= year <= 2200 else None


def _years(text: str, this_year: int) -> tuple[int, ...]:
    """``7`` for the seven fiscal years before this one, or the years themselves: ``2016 2018-2020``."""
    plain = _plain(text).replace("年度", " ").replace("年", " ").strip()
    if not plain:
        return ()
    if plain.isascii() and plain.isdigit() and len(plain) <= 2:
        many = int(plain)
        if many > MOST_YEARS:
            raise Refused(_("活動した年度が多すぎます。数を確かめてください。"), field="years")
        return tuple(range(this_year - many, this_year))
    found = set[int]()
    for word in re.split(r"[\s,、]+", plain):
        match = re.fullmatch(r"(\d{4})(?:\s*[-~〜–]\s*(\d{4}))?", word)
        if not match:
            raise Refused(
                _("活動した年度は、7 のような数か、2016 2018-2020 のような年度で書いてください。"),
                field="years",
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if not (this_year - MOST_YEARS <= first <= last < this_year):
            raise Refused(
                _(
                    "活動した年度には、今年度より前の年度を書いてください。今年度は、これからの記録で数えます。"
                ),
                field="years",
            )
        found |= {*range(first, last + 1)}
    return tuple(sorted(found))
