"""Which files may come in, and how it is seen what a file really is."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 10 * 2**20  # A photograph of a telephone is three to six megabytes.
LARGEST = 25 * 2**20  # No rule may allow more: a file is sealed and opened in memory.
MOST_FILES = 20
KEEP_DAYS = 365
LONGEST_NAME = 200


@dataclass(frozen=True)
class Format:
    """One kind of file: how it begins, how it is served, what people call it."""

    code: str
    name: str | Promise
    content_type: str
    ending: str
    begins: bytes  # A regular expression over the first bytes.
    is_picture: bool = True


# The signatures: ISO 10918-1 (SOI marker), RFC 2083 §3.1, RFC 9649 §2.4, ISO 32000-1 §7.5.2.
FORMATS = {
    one.code: one
    for one in (
        Format("jpeg", gettext_lazy("写真（JPEG）"), "image/jpeg", ".jpg", rb"\xff\xd8\xff"),
        Format("png", gettext_lazy("画像（PNG）"), "image/png", ".png", rb"\x89PNG\r\n\x1a\n"),
        Format("webp", gettext_lazy("画像（WebP）"), "image/webp", ".webp", rb"RIFF.{4}WEBP"),
        Format("pdf", gettext_lazy("書類（PDF）"), "application/pdf", ".pdf", rb"%PDF-\d\.\d", False),
    )
}  # fmt: skip
HEIC = re.compile(rb".{4}ftyp(heic|heix|mif1|hevc)", re.DOTALL)


def codes() -> list[str]:
    return list(FORMATS)


def names(chosen: Iterable[str]) -> str:
    return "、".join(str(FORMATS[code].name) for code in chosen if code in FORMATS)


def sniff(head: bytes) -> Format | None:
    """What a file is by its first bytes; neither its name nor what the browser says is asked."""
    return next((one for one in FORMATS.values() if re.match(one.begins, head, re.DOTALL)), None)


def why_not(*, head: bytes, size: int, most_bytes: int, allowed: Iterable[str]) -> str | None:
    """Why this file may not come in, in words the sender can act on."""
    if not size:
        return _("このファイルは空です。もう一度選んでください。")
    if size > most_bytes:
        return _(
            "ファイルが大きすぎます（%(size)s MB）。%(most)s MBまでです。小さくするか、分けて送ってください。"
        ) % {"size": round(size / 2**20, 1), "most": round(most_bytes / 2**20, 1)}
    if HEIC.match(head):
        return _(
            "この写真の形式（HEIC）は受け取れません。電話機の設定で「互換性優先」（JPEG）にして撮るか、画面を写真に撮ってください。"
        )
    found = sniff(head)
    allowed = list(allowed)
    if found is None or found.code not in allowed:
        return _("この種類のファイルは受け取れません。受け取れるのは、%(kinds)sです。") % {
            "kinds": names(allowed)
        }
    return None


def why_no_more(*, count: int, most: int) -> str | None:
    if count >= most:
        return _(
            "一つの案件に付けられるファイルは%(most)s個までで、もういっぱいです。持ってくるか、電話で相談してください。"
        ) % {"most": most}
    return None


def called(name: str) -> str:
    """The name as typed, without what no screen can show and no folder of the sender."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return shown.strip()[:LONGEST_NAME] or "-"


def saved_as(name: str, form: Format) -> str:
    """The name for saving: its ending says what the file is, so that no program is fooled."""
    endings = {form.ending, ".jpeg"} if form.code == "jpeg" else {form.ending}
    fits = any(name.lower().endswith(ending) for ending in endings)
    return name if fits else name + form.ending


def is_over(*, closed_at: datetime | None, keep_days: int, at: datetime) -> bool:
    """Whether a file's time is over: so many days after its matter ended, never before."""
    return closed_at is not None and closed_at + timedelta(days=keep_days) <= at


# States of an offer or a question in which its receiver still needs the papers. Given back or
# withdrawn, the matter is no longer theirs.
STILL_THEIRS = frozenset({"open", "accepted", "answered"})


def is_theirs(*, is_open: bool, status: str = "open") -> bool:
    """Whether a receiver outside may still save what was meant for them.

    Args:
        is_open: The matter itself goes on.
        status: Of the offer or question they answer; a party that is written with has none.
    """
    return is_open and status in STILL_THEIRS
