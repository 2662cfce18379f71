"""Other rules tried on what was really done, before anybody decides them."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from tomoni.doing.points.rules.earning import Sofar, worth
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of


@dataclass(frozen=True)
class Deed:
    """Something somebody did; in the order in which it was counted."""

    who: Hashable
    activity: str
    quantity: int
    on: date


@dataclass
class Outcome:
    """What the rules make of the deeds.

    Args:
        points: Given in all.
        yen: What all of it costs when everybody claims as much as the rules allow.
        people: Who got at least one.
        of_activity: Points by activity.
        cut: Points taken by each cap.
        capped: People who met a cap at least once.
        unknown: Deeds whose activity these rules do not have.
    """

    points: int = 0
    yen: int = 0
    people: int = 0
    of_activity: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    capped: int = 0
    unknown: int = 0
    of_person: dict[Hashable, int] = field(default_factory=dict)


def simulate(terms: Terms, deeds: Iterable[Deed]) -> Outcome:
    """Count every deed by these rules, with the same functions that count for real."""
    found = Outcome()
    day: Counter[tuple[Hashable, ...]] = Counter()
    year: Counter[tuple[Hashable, date]] = Counter()
    person: defaultdict[Hashable, int] = defaultdict(int)
    capped = set[Hashable]()
    for deed in deeds:
        activity = terms.activity(deed.activity)
        if activity is None:
            found.unknown += 1
            continue
        of_day: tuple[Hashable, ...] = (deed.who, deed.on)
        of_activity = (deed.who, deed.on, activity.code)
        of_year = (deed.who, year_of(deed.on, terms.year_begins)[0])
        given = worth(
            terms, activity, deed.quantity, Sofar(day[of_activity], day[of_day], year[of_year])
        )
        day[of_activity] += given.points
        day[of_day] += given.points
        year[of_year] += given.points
        person[deed.who] += given.points
        found.points += given.points
        found.of_activity[activity.code] += given.points
        if given.points < given.full:
            found.cut[given.cut] += given.full - given.points
            capped.add(deed.who)
    found.of_person = {who: points for who, points in person.items() if points}
    found.people, found.capped = len(found.of_person), len(capped)
    found.yen = sum(terms.yen(_claimable(terms, points)) for (_who, _first), points in year.items())
    return found


def as_counted_by(new: Terms, old: Terms, deeds: Iterable[Deed]) -> list[Deed]:
    """The deeds in the words of other rules: an activity of the same code there, or else of the
    same name. Where one side counts minutes and the other times, an hour is a time."""
    by_name = {one.name: one for one in new.activities}
    found = []
    for deed in deeds:
        before = old.activity(deed.activity)
        after = new.activity(deed.activity) or (by_name.get(before.name) if before else None)
        if before is None or after is None:
            found.append(deed)
            continue
        quantity = deed.quantity
        if before.in_minutes and not after.in_minutes:
            quantity = max(1, quantity // 60)
        elif after.in_minutes and not before.in_minutes:
            quantity *= 60
        found.append(replace(deed, activity=after.code, quantity=quantity))
    return found


def _claimable(terms: Terms, points: int) -> int:
    if terms.yearly_claim_most is not None:
        points = min(points, terms.yearly_claim_most)
    return points if points >= terms.least_claim else 0


def differences(before: Outcome, after: Outcome) -> tuple[int, int]:
    """How many people get fewer, and how many more."""
    everybody = {*before.of_person, *after.of_person}
    change = [after.of_person.get(who, 0) - before.of_person.get(who, 0) for who in everybody]
    return sum(one < 0 for one in change), sum(one > 0 for one in change)
