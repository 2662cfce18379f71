"""What a column heading means, however it was typed."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ALIASES = Path(__file__).with_name("aliases.toml")

# Added by us to the file of rejected rows; they come back with the corrected file.
REASON_HEADER = "取り込めない理由"
ROW_HEADER = "元の行番号"

_MARKS = re.compile(
    r"[(\[【〔〈《]\s*(?:必須|推奨|任意|条件付き?必須|半角|全角|自動入力)[^)\]】〕〉》]*[)\]】〕〉》]|[◎○●*※]"
)
_NUMBER = re.compile(r"^(?:\d{1,3}\s*[.)、:]|[(]\d{1,3}[)]|[①-⑳])\s*")
_HYPHENS = re.compile(r"[‐‑‒–—―−ー－](?=\D|$)")


@cache
def normalise(header: str) -> str:
    """One spelling for half-width kana, wide brackets, numbering and marks like 〔必須〕."""
    numbered = _NUMBER.sub("", unicodedata.normalize("NFKC", header.strip("\ufeff \t\r\n　")))
    text = _MARKS.sub("", numbered)
    text = re.sub(r"\s+", "", text).strip("._").lower()
    return text.replace("標記", "表記") or re.sub(r"\s+", "", numbered).lower()


@cache
def aliases() -> dict[str, tuple[str, int]]:
    """Normalised heading → the field it fills, and how strong a claim it has (0 is best)."""
    book = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    known: dict[str, tuple[str, int]] = {}
    for field, spellings in book.items():
        for rank, spelling in enumerate(spellings):
            known.setdefault(normalise(spelling), (field, rank))
    return known


def find_header(head: Iterable[list[str]]) -> int | None:
    """Which of the first rows holds the headings: the one that names most known columns.

    A table of which no heading is known still has a first row; it is refused later, row by
    row, with what would be needed.
    """
    known = aliases()
    best, most, first = None, 1, None
    for n, cells in enumerate(head):
        if not any(cell.strip() for cell in cells):
            continue
        if cells[0].strip() == "#property":
            return n
        if cells[0].startswith("#"):
            continue
        if first is None:
            first = n
        found = len({known[key][0] for cell in cells if (key := normalise(cell)) in known})
        if found > most:
            best, most = n, found
    return first if best is None else best
