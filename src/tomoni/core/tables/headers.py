"""Which row of a table holds the headings, and what a heading says, however it was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

# What a normalised heading means in one kind of list: the field, and how strong a claim it has.
Meaning = Callable[[str], tuple[str, int] | None]

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


def find_header(head: Iterable[list[str]], meaning: Meaning) -> int | None:
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
        found = len({meant[0] for cell in cells if (meant := meaning(normalise(cell)))})
        if found > most:
            best, most = n, found
    return first if best is None else best


def headings(head: list[list[str]], at: int, meaning: Meaning) -> tuple[list[str], int]:
    """The headings, and the last row they stand in: some tables name their columns in two rows.

    The lower row counts where it says something; a cell that is merged over both rows stands in
    the upper one.
    """
    lowest = at + 1 if _completes(head, at, meaning) else at
    upper = head[lowest - 1] if lowest else []
    lower = list(head[lowest])
    if sum(bool(cell.strip()) for cell in upper) < 2 or upper[0].startswith("#"):
        return lower, lowest
    lower += [""] * (len(upper) - len(lower))
    above = upper + [""] * (len(lower) - len(upper))
    return [low if low.strip() else up for low, up in zip(lower, above, strict=True)], lowest


def _completes(head: list[list[str]], at: int, meaning: Meaning) -> bool:
    """Whether the row below holds only headings, and only part of a row of them."""
    if at + 1 >= len(head) or head[at][0].startswith("#"):
        return False
    below = [cell for cell in head[at + 1] if cell.strip()]
    return bool(below) and (
        len(below) < sum(bool(cell.strip()) for cell in head[at])
        and all(meaning(normalise(cell)) for cell in below)
    )
