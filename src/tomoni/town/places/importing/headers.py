"""What a column heading of a list of places means."""

import re
import tomllib
from functools import cache
from pathlib import Path

from tomoni.core.tables.headers import normalise

ALIASES = Path(__file__).with_name("aliases.toml")


@cache
def aliases() -> dict[str, tuple[str, int]]:
    """Normalised heading → the field it fills, and how strong a claim it has (0 is best)."""
    book = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    known: dict[str, tuple[str, int]] = {}
    for field, spellings in book.items():
        for rank, spelling in enumerate(spellings):
            known.setdefault(normalise(spelling), (field, rank))
    return known


_REMARK = re.compile(
    r"\((?:世界測地系|wgs84|jgd\d*|10進法?|十進法?|10進度?|度|代表|自治体内|人|名)\)$"
)


def field_of(key: str) -> tuple[str, int] | None:
    """What a normalised heading means, also with a remark behind it or の in it.

    緯度（世界測地系） is 緯度 and 施設の名称 is 施設名称; the plain word has the stronger claim.
    """
    known = aliases()
    for weaker, word in enumerate((key, _REMARK.sub("", key), key.replace("の", ""))):
        if word in known:
            field, rank = known[word]
            return field, rank + 100 * (weaker > 0)
    return None
