"""Text as it is compared, never as it is stored.

Names keep their exact characters in the database; only search keys and comparisons are
normalised, because NFC and NFKC already change kanji that are people's names.
"""

import re
import unicodedata

# Old and variant forms to the form most people type (domain sheet 07 §5).
VARIANTS = str.maketrans(
    {
        "髙": "高", "﨑": "崎", "嵜": "崎", "碕": "崎", "邊": "辺", "邉": "辺", "齋": "斎",
        "齊": "斉", "濵": "浜", "濱": "浜", "𠮷": "吉", "德": "徳", "澤": "沢", "嶋": "島",
        "嶌": "島", "廣": "広", "國": "国", "眞": "真", "惠": "恵", "桒": "桑", "栁": "柳",
        "槗": "橋", "𣘺": "橋", "曻": "昇", "瀧": "滝", "龍": "竜", "櫻": "桜", "會": "会",
        "學": "学", "榮": "栄", "淺": "浅", "條": "条", "圓": "円", "藏": "蔵", "驛": "駅",
        "舘": "館", "檜": "桧", "薗": "園", "凾": "函", "錢": "銭", "瀨": "瀬", "礒": "磯",
        "壽": "寿", "萬": "万", "與": "与", "渕": "淵", "籠": "篭", "ヶ": "ケ", "ヵ": "カ",
    }
)  # fmt: skip
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Kana that people and old files write for one another: ぢ/じ, づ/ず, and large kana where
# half-width files have no small ones (サツポロ for サッポロ).
_KANA = str.maketrans("ぢづゐゑぁぃぅぇぉっゃゅょゎゕゖ", "じずいえあいうえおつやゆよわかけ")
_V_SOUNDS = {"ゔぁ": "ば", "ゔぃ": "び", "ゔぇ": "べ", "ゔぉ": "ぼ", "ゔゅ": "びゅ", "ゔ": "ぶ"}
_V_SOUND = re.compile("ゔ[ぁぃぇぉゅ]?")
_LARGE_V = str.maketrans("ヷヸヹヺ", "ばびべぼ")
# A hyphen typed for the long vowel mark: コ-ヒ-.
_DASH_AFTER_KANA = re.compile("(?<=[ぁ-ゖー])-")


def search_key(text: str) -> str:
    """The form in which two spellings of one word are equal.

    NFKC, lower case, katakana to hiragana, ヴァ as ば, ぢ as じ, small kana as large ones,
    variant kanji to the common form, Latin letters without accents, one kind of dash,
    variation selectors dropped. Spaces and punctuation stay where they are.
    """
    if text.isascii():
        return text.lower()
    text = (
        unicodedata.normalize("NFKC", VARIATION.sub("", text))
        .translate(VARIANTS)
        .translate(DASHES)
        .lower()
    )
    text = hiragana(text.translate(_LARGE_V))
    if "ゔ" in text:
        text = _V_SOUND.sub(lambda found: _V_SOUNDS[found[0]], text)
    text = _DASH_AFTER_KANA.sub("ー", text)
    return text.translate(_KANA).translate(_ACCENTS)


class _Accents(dict[int, str | int]):
    """Latin letters to their plain letter, found on first use: ō → o."""

    def __missing__(self, code: int) -> str | int:
        plain: str | int = code
        if 0x300 <= code <= 0x36F:
            plain = ""
        elif 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
            plain = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = plain
        return plain


_ACCENTS = _Accents()


class _Letters(dict[int, str | int]):
    """Letters, marks and digits as they are; everything else is a space."""

    def __missing__(self, code: int) -> str | int:
        self[code] = known = code if unicodedata.category(chr(code))[0] in "LMN" else " "
        return known


_LETTERS = _Letters()


def words(text: str) -> list[str]:
    """The unbroken runs of letters and digits of a text, normalised."""
    return search_key(text).translate(_LETTERS).split()


def hiragana(text: str) -> str:
    """Katakana to hiragana; everything else unchanged."""
    return text.translate(_TO_HIRAGANA)


def katakana(text: str) -> str:
    """Hiragana to katakana; everything else unchanged."""
    return text.translate(_TO_KATAKANA)


_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}

KANJI_DIGITS = "〇一二三四五六七八九"
_CHOME = re.compile("([一二三四五六七八九]?十?[一二三四五六七八九]?)(丁目|番地|番|号)")
_CHOME_DIGITS = re.compile("([0-9]{1,2})(丁目)")


def with_digits(text: str) -> str:
    """A 丁目 in kanji numerals written with digits: 銭函一丁目 → 銭函1丁目."""

    def digits(found: re.Match[str]) -> str:
        return f"{_kanji_number(found[1])}{found[2]}" if found[1] else found[0]

    return _CHOME.sub(digits, text)


def with_kanji_numerals(text: str) -> str:
    """A 丁目 in digits written with kanji numerals: 銭函1丁目 → 銭函一丁目."""
    plain = unicodedata.normalize("NFKC", text)
    return _CHOME_DIGITS.sub(lambda found: _in_kanji(int(found[1])) + found[2], plain)


def _kanji_number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return KANJI_DIGITS.index(tens[-1])
    return (KANJI_DIGITS.index(tens) if tens else 1) * 10 + (
        KANJI_DIGITS.index(ones) if ones else 0
    )


def _in_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else KANJI_DIGITS[tens] + "十"
    return ten + (KANJI_DIGITS[ones] if ones or not tens else "")
