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


_REMARK = re.compile(
    r"\((?:世界測地系|wgs84|jgd\d*|10進法?|十進法?|10進度?|度|代表|自治体内|人|名)\)$"
)


def field_of(key: str) -> tuple[str, int] | None:
    """What a normalised heading means, also with a remark behind it or の in it.

    緯度（世界測地系） is 緯度 and 施設の名称 is 施設名称; the plain word has the stronger claim.
    """
    known = aliases()
    for weaker, word in enumerate((key, _REMARK.sub("", key), key.replace("の", ""))):
        if word in known:
            field, rank = known[word]
            return field, rank + 100 * (weaker > 0)
    return None


def find_header(head: Iterable[list[str]]) -> int | None:
    """Which of the first rows holds the headings: the one that names most known columns.

    A table of which no heading is known still has a first row; it is refused later, row by
    row, with what would be needed.
    """
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
        found = len({meant[0] for cell in cells if (meant := field_of(normalise(cell)))})
        if found > most:
            best, most = n, found
    return first if best is None else best


def headings(head: list[list[str]], at: int) -> tuple[list[str], int]:
    """The headings, and the last row they stand in: some tables name their columns in two rows.

    The lower row counts where it says something; a cell that is merged over both rows stands in
    the upper one.
    """
    lowest = at + 1 if _completes(head, at) else at
    upper = head[lowest - 1] if lowest else []
    lower = list(head[lowest])
    if sum(bool(cell.strip()) for cell in upper) < 2 or upper[0].startswith("#"):
        return lower, lowest
    lower += [""] * (len(upper) - len(lower))
    above = upper + [""] * (len(lower) - len(upper))
    return [low if low.strip() else up for low, up in zip(lower, above, strict=True)], lowest


def _completes(head: list[list[str]], at: int) -> bool:
    """Whether the row below holds only headings, and only part of a row of them."""
    if at + 1 >= len(head) or head[at][0].startswith("#"):
        return False
    below = [cell for cell in head[at + 1] if cell.strip()]
    return bool(below) and (
        len(below) < sum(bool(cell.strip()) for cell in head[at])
        and all(field_of(normalise(cell)) for cell in below)
    )
