"""Names as a bank's file takes them: half-width kana, capital letters, digits, few signs."""

import unicodedata

# Half-width letters by their usual form: ｱ for ア, ﾞ for the mark on ガ.
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_HALF |= {"\u3099": "ﾞ", "\u309a": "ﾟ", "゛": "ﾞ", "゜": "ﾟ"}
_SMALL = dict(zip("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ", strict=True))
_OTHER = {
    "ー": "-",
    "ｰ": "-",
    "－": "-",
    "‐": "-",
    "―": "-",
    "−": "-",
    "・": ".",
    "ヰ": "イ",
    "ヱ": "エ",
}
SIGNS = " ()-./"


def for_bank(text: str) -> str:
    """ｻｶﾓﾄ ﾊﾙ for さかもと はる, ｶ)ﾐﾎﾝｼﾖｳﾃﾝ for カ）みほんしょうてん.

    Small kana become large ones and the long mark a hyphen, as the banks' table of characters says.
    What cannot be written stays as it is, for `strange` to find.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    found = []
    for letter in plain:
        if "ぁ" <= letter <= "ゖ":
            letter = chr(ord(letter) + 0x60)
        letter = _OTHER.get(letter, _SMALL.get(letter, letter))
        for part in unicodedata.normalize("NFD", letter):
            found.append(_HALF.get(part, part))
    return "".join(found)


def strange(text: str) -> str:
    """The characters of a text made by `for_bank` that a bank would not take."""
    return "".join(letter for letter in text if not _is_taken(letter))


def _is_taken(letter: str) -> bool:
    return (
        "0" <= letter <= "9"
        or "A" <= letter <= "Z"
        or letter in SIGNS
        or (
            0xFF66 <= ord(letter) <= 0xFF9F
            and letter != "ｰ"
            and not 0xFF67 <= ord(letter) <= 0xFF6F
        )
    )
