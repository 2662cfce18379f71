"""Schemes to begin from, as towns have them (data/schemes.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tomoni.doing.points.rules.terms import Terms

FILE = Path(__file__).parent / "data" / "schemes.toml"


@dataclass(frozen=True)
class Sample:
    """One scheme: what it is like, and its rules."""

    slug: str
    name: str
    like: str
    terms: Terms


@cache
def samples() -> dict[str, Sample]:
    """All of them by their word; a file that cannot be read stops the program, not a clerk."""
    found = {}
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["scheme"]:
        slug, name, like = (row.pop(key) for key in ("slug", "name", "like"))
        found[slug] = Sample(slug, name, like, Terms.from_plain(row))
    return found
