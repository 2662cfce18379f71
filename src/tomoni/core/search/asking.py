"""What a person typed, as words that must all be found."""

import re
from dataclasses import dataclass
from itertools import product

from tomoni.core.text import words

LONGEST_QUERY = 200  # Characters; what comes after is not read, and the page says so.
MOST_WORDS = 12
LONGEST_WORD = 60
MOST_FORMS = 4

_KANJI = r"[㐀-鿿豈-﫿々〆𠀀-𲎯]"
# が, ケ and ヶ in place names sound alike (松ケ枝, 松が枝); か also counts things (3か所).
_GA = re.compile(f"(?:(?<={_KANJI})|^)[がけ](?={_KANJI})|(?<={_KANJI})[がけ]$")
_KA = re.compile("(?<=[0-9一二三四五六七八九十数何])[かけ](?=[月所国年条])")


@dataclass(frozen=True)
class Query:
    """The words of a query; each word is a tuple of spellings, the typed one first."""

    words: tuple[tuple[str, ...], ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def typed(self) -> tuple[str, ...]:
        """The normalised words as typed."""
        return tuple(forms[0] for forms in self.words)


def parse(text: str) -> Query:
    """The words of `text`; an empty query when it holds no letter and no digit."""
    short = text[:LONGEST_QUERY]
    found = list(dict.fromkeys(run[:LONGEST_WORD] for run in words(short)))
    return Query(
        tuple(forms(word) for word in found[:MOST_WORDS]),
        is_cut=len(text) > LONGEST_QUERY or len(found) > MOST_WORDS,
    )


def forms(word: str) -> tuple[str, ...]:
    """The spellings under which a word is looked for: 松が枝 also as 松け枝 (from 松ケ枝)."""
    if len(word) < 2:
        return (word,)
    choices: list[tuple[int, str]] = [(m.start(), "がけ") for m in _GA.finditer(word)]
    choices += [(m.start(), "かけ") for m in _KA.finditer(word)]
    if not choices:
        return (word,)
    made = [word]
    for picked in product(*(kana for _at, kana in choices)):
        letters = list(word)
        for (at, _kana), letter in zip(choices, picked, strict=True):
            letters[at] = letter
        made.append("".join(letters))
    return tuple(dict.fromkeys(made))[:MOST_FORMS]
