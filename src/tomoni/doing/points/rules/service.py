"""Years in which somebody was active, and the certificate for so many of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """The fiscal years in which somebody earned points, each by its first calendar year, in order.

    They need not follow each other: whoever was ill for a year begins where they stopped.
    """

    years: tuple[int, ...]

    def reached_in(self, needed: int) -> int | None:
        """The fiscal year in which the certificate was reached; None before, or where none is given."""
        return self.years[needed - 1] if 0 < needed <= len(self.years) else None

    def missing(self, needed: int) -> int:
        """How many years are still missing."""
        return max(0, needed - len(self.years))


def of(years: Sequence[int]) -> Service:
    """From years in any order, named any number of times."""
    return Service(tuple(sorted(set(years))))
