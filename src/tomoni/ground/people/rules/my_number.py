"""Individual Numbers (個人番号) are never kept here: 番号法 lets few tasks hold them, ours are not among them."""

import re
import unicodedata

_TWELVE = re.compile(r"(?<!\d)\d{4}[-\s]?\d{4}[-\s]?\d{4}(?!\d)")


def holds_one(text: str) -> bool:
    """Whether a text has twelve digits in a row that carry the check digit of an Individual Number."""
    plain = unicodedata.normalize("NFKC", text)
    return any(_is_one(re.sub(r"\D", "", found)) for found in _TWELVE.findall(plain))


def _is_one(digits: str) -> bool:
    """The check digit by the ordinance (行政手続における…省令 5条)."""
    body = [int(c) for c in reversed(digits[:11])]
    total = sum(p * (n + 1 if n <= 6 else n - 5) for n, p in enumerate(body, 1))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)
