"""What editors type into small boxes: times past midnight, days of every year, prices."""

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from tomoni.core import clock
from tomoni.core.reading import Reading, blank, problem
from tomoni.town.places.rules.week import DAY

LONGEST_LINE = 200
MOST_YEN = 10_000_000

_NEXT_DAY = re.compile(r"^翌日?\s*の?\s*")
_NIGHT = re.compile(r"^(?:深夜|夜中?)\s*(?:の)?\s*")
_SPOKEN = re.compile(r"^(?:朝|昼|夕方?|夜)\s*の?\s*")
_YEAR_DAY = re.compile(r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?")
_SIGNS = tuple("-−‐–+.,▲△")
_PRICE = re.compile(r"(?P<label>.*?)[\s:：]*(?P<yen>\d[\d,]*)\s*円?")


def plain_digits(text: str) -> str:
    """Full-width digits and commas made plain."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()


def time_of_day(text: str) -> Reading[int]:
    """Minutes from midnight; 翌2:00 is 1560, and 夜8時 is eight in the evening."""
    raw = unicodedata.normalize("NFKC", text.strip())
    if not raw:
        return blank()
    later = 0
    if m := _NEXT_DAY.match(raw):
        raw, later = raw[m.end() :], DAY
    elif _NIGHT.match(raw) or _SPOKEN.match(raw):
        raw = _with_half(raw)
    if raw in {"24時間", "一日中", "終日"}:
        return problem(_("一日中のときは、0:00 から 24:00 と書いてください。"))
    reading = clock.read_time(raw)
    if reading.value is None and reading.problem and re.fullmatch(r"\d{1,2}", raw):
        reading = clock.read_time(f"{raw}:00")
    if reading.value is None:
        return Reading(None, problem=reading.problem)
    return Reading(reading.value + later)


def _with_half(raw: str) -> str:
    """朝9時 → 午前9時, 夜8時 → 午後8時; what is not clear stays as it is."""
    bare = _SPOKEN.sub("", _NIGHT.sub("", raw))
    morning = raw.startswith("朝")
    hour = re.match(r"\d{1,2}", bare)
    if not hour or int(hour[0]) > 12:
        return bare
    if raw.startswith(("深夜", "夜中")):
        return bare
    return f"{'午前' if morning else '午後'}{bare}"


def month_and_day(text: str) -> Reading[int]:
    """A day that comes back every year, as month × 100 + day."""
    raw = unicodedata.normalize("NFKC", text.strip())
    if not raw:
        return blank()
    if m := _YEAR_DAY.fullmatch(raw):
        month, day = int(m[1]), int(m[2])
        try:
            date(2024, month, day)  # A leap year, so that 29 February may be said.
        except ValueError:
            return problem(_("「%(raw)s」という日はありません。") % {"raw": raw})
        return Reading(month * 100 + day)
    return problem(_("「%(raw)s」は、12月1日 のように月と日で書いてください。") % {"raw": raw})


def prices(text: str) -> tuple[list[dict[str, object]], str]:
    """Rows of label and yen from lines such as 「大人 500円」, and the first problem."""
    rows: list[dict[str, object]] = []
    for line in text.splitlines():
        raw = unicodedata.normalize("NFKC", line).strip()
        if not raw:
            continue
        if raw.endswith(("無料", "ただ")):
            rows.append(
                {"label": raw.removesuffix("無料").removesuffix("ただ").strip(" :"), "yen": 0}
            )
        elif m := _price(raw):
            rows.append(
                {"label": m["label"].strip() or _("一人"), "yen": int(m["yen"].replace(",", ""))}
            )
        else:
            return rows, _(
                "「%(line)s」の金額が読めません。「大人 500円」のように書いてください。"
            ) % {"line": raw[:LONGEST_LINE]}
    return rows, ""


def _price(line: str) -> re.Match[str] | None:
    """Label and yen of a line that a person may have typed."""
    m = _PRICE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    # 大人 -1円 and 1.5円 are mistakes: the sign before the number is no part of the label.
    if m and m["label"].rstrip().endswith(_SIGNS):
        return None
    digits = m["yen"].replace(",", "") if m else ""
    return m if digits and len(digits) <= 20 and int(digits) <= MOST_YEN else None
