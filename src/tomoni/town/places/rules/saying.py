"""What somebody asks the way they would say it: 「木曜日にやっているサロン」, 「もくようび ぜにばこ」.

Search looks for words. A weekday is not one of them but a filter, and の, に and やっている are
how words are strung together.
"""

import re
import unicodedata
from dataclasses import dataclass

from tomoni.core.text import hiragana

LONGEST = 200  # Characters that are listened to.

_KANA = {"げつ": 0, "か": 1, "すい": 2, "もく": 3, "きん": 4, "ど": 5, "にち": 6}
_KANJI = dict(zip("月火水木金土日", range(7), strict=True))
_ENGLISH = {
    day: n
    for n, day in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
# Without び, にちよう also begins 日用品 and かよう is 通う: then the word has to end there.
_DAY = re.compile(
    r"(?P<kanji>[月火水木金土日])(?:曜日?|よう(?:び|日)|よう(?![ぁ-ん]))"
    r"|(?<![ぁ-ん])(?P<kana>げつ|か|すい|もく|きん|ど|にち)(?:曜日?|よう(?:び|日))"
    r"|(?<![ぁ-ん])(?P<short>げつ|すい|もく|きん|にち)よう(?![ぁ-んー])"
    rf"|\b(?P<english>{'|'.join(_ENGLISH)})s?\b"
)
_STRUNG = re.compile(
    r"の(?:近く|ちかく|そば)(?:の|に|で)?"
    r"|(?:に|で)?(?:やって|開いて|空いて|あいて)い?る"
    r"|(?:に|で)(?:ある|行ける|いける|できる)"
    # が stays: it is part of names (松が枝). Before hiragana の may be part of a word (お茶のみ).
    r"|(?<=[一-龠々ァ-ヶー0-9a-z])[のにでをは](?=[一-龠ァ-ヶ0-9a-z]|$)"
)
_LONE = re.compile(r"[のにでをはがへと]+")


@dataclass(frozen=True)
class Heard:
    """The words to look for, and the weekdays (0 is Monday), each in the order they were said."""

    words: tuple[str, ...]
    days: tuple[int, ...]


def heard(text: str) -> Heard | None:
    """The question as it was meant; None where it says nothing but its words."""
    said = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    # One kana has one kana: what is found here stands at the same place in the text.
    flat = hiragana(said)
    days: list[int] = []
    rest, at = [], 0
    for found in _DAY.finditer(flat):
        days.append(_number(found))
        rest.append(said[at : found.start()])
        at = found.end()
    left = " ".join([*rest, said[at:]])
    words = [word for word in _STRUNG.sub(" ", left).split() if not _LONE.fullmatch(hiragana(word))]
    if not days and words == said.split():
        return None
    return Heard(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(days)))


def _number(found: re.Match[str]) -> int:
    if kanji := found["kanji"]:
        return _KANJI[kanji]
    if english := found["english"]:
        return _ENGLISH[english]
    return _KANA[found["kana"] or found["short"]]
