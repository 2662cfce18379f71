"""The taxonomy file as values: groups and categories with their mappings."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "data" / "categories.toml"


@dataclass(frozen=True)
class Term:
    """One group or category; `group` is '' for a group. Fields are explained in the file."""

    code: str
    group: str
    ja: str
    kana: str
    ja_easy: str
    en: str
    icon: str
    words: tuple[str, ...] = ()
    for_whom: str = ""
    for_whom_easy: str = ""
    for_whom_en: str = ""
    review_every_days: int = 365
    open_eligibility: str = ""
    dataset: str = ""
    value: str = ""
    schema_org: str = ""
    retired: bool = False


@cache
def terms() -> tuple[Term, ...]:
    """All groups, then all categories, in the order of the file."""
    return read(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read(data: dict[str, Any]) -> tuple[Term, ...]:
    """The terms of a parsed taxonomy file.

    Raises:
        KeyError: when an entry lacks a needed field.
    """
    known = Term.__dataclass_fields__
    found = []
    for entry in [*data["group"], *data["category"]]:
        values = {k: v for k, v in entry.items() if k in known}
        values["words"] = tuple(values.get("words", ()))
        found.append(Term(**{"group": "", **values}))
    return tuple(found)


@cache
def by_code() -> dict[str, Term]:
    return {term.code: term for term in terms()}
