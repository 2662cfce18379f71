"""Reading counts and amounts: thousands separators, full-width digits, counters."""

import re
import unicodedata

from django.utils.translation import gettext as _

from tomoni.core.reading import Reading, blank, problem

_COUNT = re.compile(
    r"(?:約|およそ)?\s*(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.0+)?\s*"
    r"(?:人|名|名様|床|台|件|世帯|室|か所|箇所|個|m2|㎡|平方メートル)?(?:程度)?"
)


def read_count(text: str) -> Reading[int]:
    """A whole number; `4,315 ` and `１２０名` are read and reported."""
    raw = text.strip()
    if not raw or raw in {"-", "－", "―"}:
        return blank()
    if re.fullmatch(r"\d+", raw) and raw.isascii():
        return Reading(int(raw))
    plain = unicodedata.normalize("NFKC", raw)
    m = _COUNT.fullmatch(plain)
    if not m:
        return problem(
            _("「%(raw)s」を数として読めません。120 のように数字だけで書いてください。")
            % {"raw": raw}
        )
    value = int(m[1].replace(",", ""))
    said = _("数「%(raw)s」を %(value)s と読みました。")
    return Reading(value, repaired=said % {"raw": raw, "value": value})


_YES = {
    "有",
    "あり",
    "有り",
    "ある",
    "○",
    "〇",
    "◯",
    "◎",
    "1",
    "可",
    "はい",
    "yes",
    "true",
    "レ",
    "✓",
}
_NO = {
    "無",
    "なし",
    "無し",
    "ない",
    "×",
    "✕",
    "0",
    "不可",
    "いいえ",
    "no",
    "false",
    "-",
    "－",
    "否",
}


def read_yes_no(text: str) -> Reading[bool]:
    """`有`/`無` of facilities, `1` of hazards, circles and crosses; blank is unknown."""
    raw = text.strip()
    if not raw:
        return blank()
    plain = unicodedata.normalize("NFKC", raw).strip().lower()
    for answer, words in ((True, _YES), (False, _NO)):
        if plain in words or raw in words:
            if raw in {"有", "無", "1", "0", "○", "〇"}:
                return Reading(answer)
            said = _("「%(raw)s」を%(answer)sと読みました。")
            shown = _("有") if answer else _("無")
            return Reading(answer, repaired=said % {"raw": raw, "answer": shown})
    return problem(
        _("「%(raw)s」が有か無かを読めません。有 または 無 と書いてください。") % {"raw": raw}
    )
