"""A list of people as an organiser types it: one a line, a name and a way to reach them."""

import re
from dataclasses import dataclass

from tomoni.core.phones import read_phone

_BETWEEN = re.compile(r"[,、，\t]")


@dataclass(frozen=True)
class Named:
    """One line; of the three ways at most one is filled."""

    line: str
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""


def read(text: str) -> list[Named]:
    """Every line that holds something. What is neither mail nor telephone is an address."""
    return [_read(line.strip()) for line in text.splitlines() if line.strip()]


def _read(line: str) -> Named:
    name, *rest = _BETWEEN.split(line, maxsplit=1)
    way = rest[0].strip() if rest else ""
    if "@" in way or "＠" in way:
        return Named(line, name.strip(), email=way)
    if way and not read_phone(way).problem:
        return Named(line, name.strip(), phone=way)
    return Named(line, name.strip(), address=way)
