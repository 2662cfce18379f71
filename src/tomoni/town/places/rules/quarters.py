"""Quarters of a year, and which of them may be counted in public."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_CODE = re.compile(r"(\d{4})-([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months; the first quarter of a year begins in January."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def begins(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        return self.next.begins - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def read(code: str) -> Quarter | None:
    """`2026-3`; None for anything else."""
    found = _CODE.fullmatch(code)
    if found is None or found[1] == "0000" or found[1] == "9999":
        return None
    return Quarter(int(found[1]), int(found[2]))


def is_over(quarter: Quarter, *, on: date) -> bool:
    """Whether it may be counted in public. One that goes on may not: the page of today less the
    page of yesterday would be what one person said."""
    return quarter.ends < on
