"""Addresses for entries: from English, else from the reading in Roman letters, else a number."""

import re
import unicodedata

from tomoni.core.romaji import romaji

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


def _plain(words: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")
    return slug[:LONGEST].rstrip("-")
