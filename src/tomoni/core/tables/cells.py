"""Cleaning a cell before it is read: what cannot be stored or would deceive the eye."""

import re

from django.utils.translation import gettext as _

# Invisible characters that no name needs: controls and marks that turn the writing direction.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(text: str) -> tuple[str, str]:
    """The cell without invisible characters, and a sentence when some were taken out."""
    if text.startswith("'") and text[1:].startswith(_FORMULA):
        text = text[1:]  # Our own mark, come back in a mended file; see `guarded`.
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u3000\xa0")
    if not _INVISIBLE.search(text):
        return text, ""
    return _INVISIBLE.sub("", text).strip(), _("目に見えない文字を取り除きました。")


def why_unusable(text: str) -> str:
    """A sentence when the cell holds characters that are lost or nobody else can show."""
    if _BROKEN.search(text):
        return _("文字が壊れています。元の表で文字を確かめ、UTF-8 で保存し直してください。")
    if _PRIVATE.search(text):
        return _("外字が使われています。一般の文字に置き換えてください。")
    return ""


def shown(text: str, most: int = 80) -> str:
    """A cell as a report can show it."""
    text = re.sub(r"[\ud800-\udfff]", "\ufffd", re.sub(r"\s+", " ", text)).replace("\x00", "")
    return text if len(text) <= most else text[:most] + "…"


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets `'` before it.

    A plain number with a sign is a number; everything else that begins like a formula is not
    to be trusted, because the text may come from anybody.
    """
    if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
