"""Addresses for entries: from English, else from the reading in Roman letters, else a number."""

import re
import unicodedata

from tomoni.core.text import katakana

# Words that stand in addresses of the directory themselves.
RESERVED = frozenset(
    [
        "tell",
        "new",
        "map",
        "search",
        "near",
        "print",
        "category",
        "open",
        "saved",
        "suggestions",
        "voices",
        "reviews",
        "voice",
        "answer",
        "freshness",
        "confirm",
        "import",
        "imports",
        "organisations",
        "copy",
        "mine",
        "embed",
    ]
)

LONGEST = 60

_TWO = {
    "キャ": "kya", "キュ": "kyu", "キョ": "kyo", "シャ": "sha", "シュ": "shu", "ショ": "sho",
    "チャ": "cha", "チュ": "chu", "チョ": "cho", "ニャ": "nya", "ニュ": "nyu", "ニョ": "nyo",
    "ヒャ": "hya", "ヒュ": "hyu", "ヒョ": "hyo", "ミャ": "mya", "ミュ": "myu", "ミョ": "myo",
    "リャ": "rya", "リュ": "ryu", "リョ": "ryo", "ギャ": "gya", "ギュ": "gyu", "ギョ": "gyo",
    "ジャ": "ja", "ジュ": "ju", "ジョ": "jo", "ビャ": "bya", "ビュ": "byu", "ビョ": "byo",
    "ピャ": "pya", "ピュ": "pyu", "ピョ": "pyo", "シェ": "she", "ジェ": "je", "チェ": "che",
    "ティ": "ti", "ディ": "di", "デュ": "du", "トゥ": "tu", "ファ": "fa", "フィ": "fi",
    "フェ": "fe", "フォ": "fo", "ウィ": "wi", "ウェ": "we", "ウォ": "wo", "ヴァ": "va",
    "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo",
}  # fmt: skip
_ONE = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
        "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォャュョヮ",
        [
            "a",
            "i",
            "u",
            "e",
            "o",
            "ka",
            "ki",
            "ku",
            "ke",
            "ko",
            "sa",
            "shi",
            "su",
            "se",
            "so",
            "ta",
            "chi",
            "tsu",
            "te",
            "to",
            "na",
            "ni",
            "nu",
            "ne",
            "no",
            "ha",
            "hi",
            "fu",
            "he",
            "ho",
            "ma",
            "mi",
            "mu",
            "me",
            "mo",
            "ya",
            "yu",
            "yo",
            "ra",
            "ri",
            "ru",
            "re",
            "ro",
            "wa",
            "o",
            "n",
            "ga",
            "gi",
            "gu",
            "ge",
            "go",
            "za",
            "ji",
            "zu",
            "ze",
            "zo",
            "da",
            "ji",
            "zu",
            "de",
            "do",
            "ba",
            "bi",
            "bu",
            "be",
            "bo",
            "pa",
            "pi",
            "pu",
            "pe",
            "po",
            "vu",
            "a",
            "i",
            "u",
            "e",
            "o",
            "ya",
            "yu",
            "yo",
            "wa",
        ],
        strict=True,
    )
)


def slug_for(*, english: str, kana: str, fallback: str) -> str:
    """The wish for an address; the action makes it unique.

    Args:
        english: The English name, may be empty.
        kana: The reading, may be empty.
        fallback: Used when neither gives at least two letters.
    """
    for words in (english, romaji(kana)):
        slug = _plain(words)
        if len(slug) >= 2 and slug not in RESERVED:
            return slug
    return fallback


def romaji(kana: str) -> str:
    """Hepburn without long marks, good enough for an address."""
    text = katakana(unicodedata.normalize("NFKC", kana))
    out: list[str] = []
    doubled = False
    i = 0
    while i < len(text):
        if text[i] == "ッ":
            doubled, i = True, i + 1
            continue
        two = _TWO.get(text[i : i + 2])
        sound = two or _ONE.get(text[i], "" if text[i] == "ー" else text[i])
        if doubled and sound[:1].isalpha():
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
        doubled = False
        out.append(sound)
        i += 2 if two else 1
    return "".join(out)


def _plain(words: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")
    return slug[:LONGEST].rstrip("-")
