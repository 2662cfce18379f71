"""Text as it is compared, never as it is stored.

Names keep their exact characters in the database; only search keys and comparisons are
normalised, because NFC and NFKC already change kanji that are people's names.
"""

import unicodedata

# Old and variant forms to the form most people type (domain sheet 07 §5).
VARIANTS = str.maketrans(
    {
        "髙": "高", "﨑": "崎", "嵜": "崎", "碕": "崎", "邊": "辺", "邉": "辺", "齋": "斎",
        "齊": "斉", "濵": "浜", "濱": "浜", "𠮷": "吉", "德": "徳", "澤": "沢", "嶋": "島",
        "嶌": "島", "廣": "広", "國": "国", "眞": "真", "惠": "恵", "桒": "桑", "栁": "柳",
        "槗": "橋", "曻": "昇", "瀧": "滝", "龍": "竜", "櫻": "桜", "會": "会",
        "學": "学", "榮": "栄", "淺": "浅", "條": "条", "圓": "円", "藏": "蔵", "驛": "駅",
        "舘": "館", "檜": "桧", "薗": "園", "ヶ": "ケ", "ヵ": "カ",
    }
)  # fmt: skip
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
VARIATION = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


def search_key(text: str) -> str:
    """The form in which two spellings of one word are equal.

    NFKC, lower case, katakana to hiragana, variant kanji to the common form, one kind of
    dash, variation selectors dropped. Spaces and punctuation stay where they are.
    """
    text = "".join(c for c in text if ord(c) not in VARIATION)
    text = unicodedata.normalize("NFKC", text).translate(VARIANTS).translate(DASHES).lower()
    return hiragana(text).translate(_AFTER_KANA)


_AFTER_KANA = str.maketrans({"ゖ": "け", "ゕ": "か"})


def hiragana(text: str) -> str:
    """Katakana to hiragana; everything else unchanged."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def katakana(text: str) -> str:
    """Hiragana to katakana; everything else unchanged."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
