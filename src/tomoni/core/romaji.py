"""A reading in kana, written in Roman letters."""

import re
import unicodedata

from tomoni.core.text import katakana

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
# A long vowel as its kana spell it, and as signs and maps write it: toukyou, Tokyo.
_LONG = re.compile("ou|oo|uu")
_BEFORE_LIPS = re.compile("n(?=[bmp])")


def romaji(kana: str) -> str:
    """Hepburn without long marks; what is no kana stays as it is."""
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


def spellings(kana: str) -> list[str]:
    """The ways in which people who read no kana type a name they heard or saw on a sign.

    Args:
        kana: A reading; other characters in it stay as they are.

    Returns:
        Each way once, the one with every kana first: shinbunkouen, shinbunkoen, shimbunkoen.
    """
    whole = romaji(kana)
    short = _short(whole)
    found = (whole, short, _BEFORE_LIPS.sub("m", whole), _BEFORE_LIPS.sub("m", short))
    return list(dict.fromkeys(found))


def as_name(kana: str) -> str:
    """A reading as a name on a page for readers of no kana: さくらまち こうえん → Sakuramachi Koen."""
    return " ".join(word[:1].upper() + word[1:] for word in _short(romaji(kana)).split())


def _short(letters: str) -> str:
    return _LONG.sub(lambda found: found[0][0], letters)
