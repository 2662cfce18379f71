"""From which day points count that no activity of this ledger earned: those given, those brought in.

The day stands in the note of the transfer, behind a mark that nobody types by chance. Without it
points would be young again each time somebody gives them, and never lapse.
"""

from collections.abc import Iterable
from datetime import date

from tomoni.doing.points.rules.lapsing import Lot
from tomoni.doing.points.rules.terms import EARNED, Terms
from tomoni.doing.points.rules.years import year_of

MARK = "since:"


def noted(on: date, words: str = "") -> str:
    """The note of a transfer whose points count from a day."""
    return f"{MARK}{on.isoformat()} {words}".rstrip()


def read(note: str) -> tuple[date | None, str]:
    """That day, None where the note names none, and the words a reader sees."""
    if not note.startswith(MARK):
        return None, note
    day, _blank, words = note.removeprefix(MARK).partition(" ")
    try:
        return date.fromisoformat(day), words
    except ValueError:
        return None, note


def parts(lots: Iterable[Lot], points: int, terms: Terms) -> list[Lot]:
    """What so many points are made of when the oldest go first, as few parts as keep their days.

    Those of one fiscal year go together under the oldest day of them, since they lapse together;
    where each point lapses by itself, those of one day.
    """
    found: dict[date, Lot] = {}
    for lot in sorted(lots, key=lambda lot: lot.on):
        taken = min(lot.points, points)
        if taken <= 0:
            continue
        points -= taken
        key = lot.on if terms.lapse == EARNED else year_of(lot.on, terms.year_begins)[0]
        known = found.get(key, Lot(lot.on, 0))
        found[key] = Lot(known.on, known.points + taken)
    return list(found.values())
