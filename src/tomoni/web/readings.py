"""Where readings come from: the glossary, names that rooms add, and SudachiPy for the rest.

The dictionary is loaded at the first page that wants furigana, never before.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from threading import local
from typing import Any

from tomoni.web import ruby

BRACKET = re.compile("[（(]")
# The dictionary refuses more than 49,149 bytes, and more than 65,535 once ﷺ has become eighteen
# letters; this many characters are below both whatever they are.
LONGEST = 1_500
# The dictionary's reading of a word → what it is where no kanji follows: 数を, その間に, 次の行.
_LONE = {("数", "すう"): "かず", ("間", "ま"): "あいだ", ("行", "こう"): "ぎょう"}
_BREAKS = re.compile(r"[。！？\n\s]")
GLOSSARY = Path(__file__).resolve().parent / "readings.toml"

_sources: list[Callable[[], Mapping[str, str]]] = []
_here = local()


def add_source(source: Callable[[], Mapping[str, str]]) -> None:
    """A room's own names with their kana, asked once at the first use (`ready()` adds it)."""
    if source not in _sources:
        _sources.append(source)
        words.cache_clear()
        pattern.cache_clear()
        with_readings.cache_clear()


@cache
def words() -> dict[str, str]:
    """All known words as finished ruby; the glossary wins over the rooms' names.

    Long words are cut with | in both word and reading, so that lines can break between the parts.
    """
    found: dict[str, str] = {}
    for source in _sources:
        found.update(source())
    for group in _glossary().values():
        if isinstance(group, dict):
            found.update(group)
    return {
        word.replace("|", ""): "".join(
            ruby.align(part, kana)
            for part, kana in zip(word.split("|"), reading.split("|"), strict=True)
        )
        for word, reading in found.items()
        if ruby.HAS_KANJI.search(word)
    }


@cache
def pattern() -> re.Pattern[str]:
    return ruby.glossary_pattern(words(), before_chome=_glossary()["before_chome"])


@cache
def _glossary() -> dict[str, Any]:
    return tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def with_readings(text: str) -> str:
    """One piece of text of a page with its readings; the same pieces come on every page."""
    return ruby.annotate(text, words(), pattern(), read)


def read(text: str) -> Iterable[tuple[str, str]]:
    """The words of `text` with their readings in hiragana; unknown words without one."""
    for piece in pieces(text):
        yield from _read(piece)


def pieces(text: str) -> Iterable[str]:
    """A text too long for the dictionary, cut at the end of a sentence or a word if there is one."""
    while len(text) > LONGEST:
        ends = [found.end() for found in _BREAKS.finditer(text, 0, LONGEST)]
        cut = ends[-1] if ends else LONGEST
        yield text[:cut]
        text = text[cut:]
    yield text


def _read(text: str) -> Iterable[tuple[str, str]]:
    before = ""
    for word in _tokenizer().tokenize(text):
        surface = word.surface()
        kana = ruby.hiragana(word.reading_form())
        if surface == "方":
            kana = person_or_side(before, text, word.end())
        elif not ruby.HAS_KANJI.match(text, word.end()):
            kana = _LONE.get((surface, kana), kana)
        if surface.startswith("言") and kana.startswith("ゆ"):
            kana = "い" + kana[1:]
        if word.is_oov() or not kana or ruby.HAS_KANJI.search(kana):
            kana = ""
        # The tokenizer takes 予約（よやく） for one word; the brackets are text of their own.
        bracket = BRACKET.search(surface, 1)
        base = surface[: bracket.start()] if bracket else surface
        yield base, kana
        if bracket:
            yield surface[bracket.start() :], ""
        before = surface


def person_or_side(before: str, text: str, end: int) -> str:
    """方 is かた for people, as nearly always in these pages; ほう in comparisons and directions."""
    after = text[end : end + 2]
    if (
        before in ("の", "な")
        and after[:1] == "が"
        and after[1:2] in ("よ", "良", "早", "安", "い")
    ):
        return "ほう"
    return "かた"


def _tokenizer() -> Any:
    """One tokenizer for each thread: they are not safe to share."""
    known = getattr(_here, "tokenizer", None)
    if known is None:
        known = _here.tokenizer = _dictionary().tokenizer()
    return known


@cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary()
