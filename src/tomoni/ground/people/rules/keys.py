"""The forms in which names, telephone numbers and addresses of persons are compared."""

import re
import unicodedata

from tomoni.core.text import search_key, with_digits

_NOT_DIGITS = re.compile(r"\D")
_BETWEEN_WORDS = re.compile(r"[\s・,，、。\-‐ー]+")
# 花園二丁目5番12号, 花園2丁目5-12 and 花園2-5-12 are one address.
_NUMBER_WORDS = re.compile(r"(?<=\d)(?:丁目|番地の|番地|番|号|条|の)")


def name_key(name: str) -> str:
    """A name without spaces, in common kanji: 髙橋　花 and 高橋花 are one."""
    return _BETWEEN_WORDS.sub("", search_key(name))[:200]


def kana_key(kana: str) -> str:
    """A reading without spaces, in hiragana, voiced and small kana as they are compared."""
    return _BETWEEN_WORDS.sub("", search_key(kana))[:200]


def phone_key(phone: str) -> str:
    """Digits only; a number from abroad's view gets its zero back."""
    plain = unicodedata.normalize("NFKC", phone)
    digits = _NOT_DIGITS.sub("", plain)
    return ("0" + digits[2:] if plain.strip().startswith("+81") else digits)[:20]


def address_key(address: str, *, city: str = "", prefecture: str = "") -> str:
    """An address as people compare it: no prefecture, no city, numbers joined by a dash."""
    plain = search_key(with_digits(unicodedata.normalize("NFKC", address)))
    for word in (search_key(prefecture), search_key(city)):
        if word and plain.lstrip().startswith(word):
            plain = plain.lstrip()[len(word) :]
    plain = _NUMBER_WORDS.sub("-", plain)
    plain = re.sub(r"[\s　]+", "", plain)
    return re.sub(r"-+", "-", plain).strip("-")[:400]


def keys_of(
    *, name: str, name_kana: str, phone: str, address: str, city: str = "", prefecture: str = ""
) -> dict[str, str]:
    """All compared columns of a person."""
    return {
        "name_key": name_key(name),
        "kana_key": kana_key(name_kana),
        "phone_key": phone_key(phone),
        "address_key": address_key(address, city=city, prefecture=prefecture),
    }
