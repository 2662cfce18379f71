"""Which points go because their time is over: the oldest are used first, and the oldest go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import last_day, year_of


@dataclass(frozen=True)
class Lot:
    """Points earned on one day that are still there."""

    on: date
    points: int


def remaining(earned: Iterable[Lot], used: int) -> list[Lot]:
    """What is left of the lots when so many points were used, the oldest first."""
    left = []
    for lot in sorted(earned, key=lambda lot: lot.on):
        gone = min(lot.points, used)
        used -= gone
        if lot.points > gone:
            left.append(Lot(lot.on, lot.points - gone))
    return left


def over(terms: Terms, lots: Sequence[Lot], on: date) -> int:
    """How many points of these lots are not good any more on a day.

    First those whose last day is past; then, of earlier fiscal years, what exceeds the most that
    may be carried into this one.
    """
    past, kept = 0, list[Lot]()
    for lot in lots:
        last = last_day(lot.on, terms)
        if last is not None and last < on:
            past += lot.points
        else:
            kept.append(lot)
    if terms.carry_most is not None:
        first, _last = year_of(on, terms.year_begins)
        carried = sum(lot.points for lot in kept if lot.on < first)
        past += max(0, carried - terms.carry_most)
    return past


def next_to_go(terms: Terms, lots: Sequence[Lot], on: date) -> tuple[date, int] | None:
    """The next last day and how many points it takes, to tell people in time."""
    coming: dict[date, int] = {}
    for lot in lots:
        last = last_day(lot.on, terms)
        if last is not None and last >= on:
            coming[last] = coming.get(last, 0) + lot.points
    return min(coming.items()) if coming else None
