"""How far the year's budget will go."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Forecast:
    """Yen until the fiscal year's end: so far, and what it may come to.

    Args:
        sofar: What was given until now is worth.
        low: When the rest of the year is like the rest of last year.
        high: When it grows as the year has grown until now; at least `low`.
        is_over: Whether the higher one exceeds the budget.
    """

    sofar: int
    low: int
    high: int
    is_over: bool


def forecast(
    this_year: Sequence[int], last_year: Sequence[int], *, months: int, budget: int | None
) -> Forecast:
    """Look ahead by the season of last year: snow is not spread evenly over twelve months.

    Args:
        this_year: Yen of each month of the fiscal year that is over, and of the present one.
        last_year: Yen of the twelve months of the year before; zeros when there was none.
        months: How many months are over completely.
    """
    sofar = sum(this_year)
    rest = sum(last_year[months:]) - sum(this_year[months:])
    before, now = sum(last_year[:months]), sum(this_year[:months])
    if not sum(last_year):  # The first year: as much a month as until now.
        rest = now * (12 - months) // months - sum(this_year[months:]) if months else 0
    low = sofar + max(0, rest)
    grown = (
        sofar + max(0, sum(last_year[months:]) * now // before - sum(this_year[months:]))
        if before
        else low
    )
    high = max(low, grown)
    return Forecast(sofar, low, high, budget is not None and high > budget)
