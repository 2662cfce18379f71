"""Which points go because their time is over: the oldest are used first, and the oldest go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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


@dataclass(frozen=True)
class Use:
    """Points that went out; `of` is the day from which they counted, where they were given on."""

    at: datetime
    points: int
    of: date | None = None


def left(
    own: Iterable[Lot], came: Iterable[tuple[datetime, Lot]], uses: Iterable[Use]
) -> list[Lot]:
    """What is left where points also come from others, each with the moment it came.

    What was used before it came was not of it: else whoever has used points could take older ones
    from somebody and hold them as their own young ones. What is earned is there from the
    beginning, whenever its card was keyed in.
    """
    there, uses = list(own), sorted(uses, key=lambda one: one.at)
    waiting = sorted(came, key=lambda one: one[0], reverse=True)
    if not waiting and not any(one.of for one in uses):
        return remaining(there, sum(one.points for one in uses))
    for use in uses:
        while waiting and waiting[-1][0] <= use.at:
            there.append(waiting.pop()[1])
        there = _without(there, use)
    return sorted([*there, *(lot for _at, lot in waiting)], key=lambda lot: lot.on)


def _without(lots: Iterable[Lot], use: Use) -> list[Lot]:
    """The oldest go first; of points given on, the oldest from their day."""
    lots = sorted(lots, key=lambda lot: lot.on)
    older = [lot for lot in lots if use.of and lot.on < use.of]
    younger = lots[len(older) :]
    there = sum(lot.points for lot in younger)
    return [*remaining(older, max(0, use.points - there)), *remaining(younger, use.points)]


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
