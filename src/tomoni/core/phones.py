"""Reading telephone numbers as offices and spreadsheets leave them."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

LONGEST = 200  # Several numbers with remarks; the patterns below take their time over blanks.

_HYPHENS = re.compile(r"[‐‑‒–—―−－ー─ｰ~〜～]")
_EXTENSION = re.compile(r"[(]?\s*(?:内線|内)\s*[:：]?\s*([0-9・,、~-]+)\s*[)]?")
_WORDS = re.compile(
    r"^(?:TEL|電話|FAX|Tel|tel|☎|代表)[.:：]?\s*|[(](?:代表?|直通|呼出?)[)]|(?:代表|呼出)$"
)
_SPLIT = re.compile(r"\s*(?:[、,;/\n]|または|又は|\s{2,})\s*")
_GROUPED = re.compile(r"[(]?(0\d{1,4})[)]?[-(]?(\d{1,4})[-)](\d{3,4})")
_LOCAL = re.compile(r"[1-9]\d{0,3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is shown, and the extension behind it."""

    number: str
    extension: str = ""


def read_phone(text: str) -> Reading[Phone]:
    """One telephone number; a second one in the same cell is reported, not lost silently."""
    raw = text.strip()
    if not raw or raw in {"-", "－", "ー", "―", "なし", "無", "無し"}:
        return blank()
    if len(raw) > LONGEST:
        return _unreadable(raw[:LONGEST] + "…")
    plain = _HYPHENS.sub("-", unicodedata.normalize("NFKC", raw)).strip()
    extension = ""
    if m := _EXTENSION.search(plain):
        extension = m[1].strip("-,・、~")
        plain = (plain[: m.start()] + plain[m.end() :]).strip()
    plain = _WORDS.sub("", plain).strip()
    first, *more = [part for part in _SPLIT.split(plain) if part] or [""]
    number, why = _shape(first.replace(" ", ""))
    if number is None:
        return _unreadable(raw)
    if number == raw and not extension:
        return Reading(Phone(number))
    said = _("電話番号「%(raw)s」を %(number)s と読みました。") % {"raw": raw, "number": number}
    if more:
        why += _("二つ目の番号は取り込んでいません。")
    return Reading(Phone(number, extension), repaired=said + why)


def _unreadable(raw: str) -> Reading[Phone]:
    return problem(
        _("「%(raw)s」を電話番号として読めません。0134-32-4111 のように書いてください。")
        % {"raw": raw}
    )


def _shape(text: str) -> tuple[str | None, str]:
    if text.startswith("+81"):
        text = "0" + text[3:].lstrip("-(0").lstrip(")")
        return (_grouped(text) or _digits_only(text)), ""
    if number := _grouped(text):
        return number, ""
    digits = re.sub(r"\D", "", text)
    if set(text) - set("0123456789-()."):
        return None, ""
    if _LOCAL.fullmatch(text):
        return text, _("市外局番がありません。")
    if digits.startswith("0"):
        return _digits_only(digits), ""
    # A spreadsheet drops the leading zero: nine digits were ten, and ten starting with
    # 50, 70, 80 or 90 were eleven.
    lost = _("先頭の 0 が失われていたため補いました。")
    mobile = len(digits) == 10 and digits[:2] in {"50", "70", "80", "90"}
    if len(digits) == 9 or mobile:
        return (_grouped("0" + text) or _digits_only("0" + digits)), lost
    return None, ""


def _grouped(text: str) -> str | None:
    m = _GROUPED.fullmatch(text)
    if not m or len("".join(m.groups())) not in {10, 11}:
        return None
    return "-".join(m.groups())


def _digits_only(digits: str) -> str | None:
    """Group what the numbering plan fixes; other area codes stay ungrouped, which dials as well."""
    digits = re.sub(r"\D", "", digits)
    if not digits.startswith("0") or len(digits) not in {10, 11}:
        return None
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits[:4] in {"0120", "0570", "0990"}:
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    if digits[:2] in {"03", "06"}:
        return f"{digits[:2]}-{digits[2:6]}-{digits[6:]}"
    return digits
