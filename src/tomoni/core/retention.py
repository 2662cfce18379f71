"""How long things stay: every room says what it holds, from when its term runs, and how it goes.

    retention.register(
        Held(
            code="umbrellas.loans",
            name=_("傘の貸し出し"),
            rows=lambda: Loan.objects.exclude(returned_at=None),
            begins=F("returned_at"),
            destroy=forgetting.loans,            # forget(keys, at=…), an action of the room
            about={"people.Person": ("borrower__person",)},
            suggested=Term(years=1),
        )
    )

The room `ground/retention` does the rest: the rules, what is due, two persons' approval, holds,
destruction and its record. A class without a rule of the town is kept for ever.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

FISCAL_YEAR_BEGINS = (4, 1)


class Clock(StrEnum):
    """From when a term is counted."""

    DAY = "day"  # From the day itself.
    FISCAL_YEAR = "fiscal_year"  # From 1 April after it, as the towns' document rules do.


class Way(StrEnum):
    """What destruction leaves behind."""

    DELETED = "deleted"  # The row is gone.
    EMPTIED = "emptied"  # The row stays for others that point to it; what tells of persons is gone.
    UNREADABLE = "unreadable"  # The row stays for the chain; the key to its words is gone.


@dataclass(frozen=True)
class Term:
    """So many years and months, counted by a clock."""

    years: int = 0
    months: int = 0
    clock: str = Clock.DAY

    def boundary(self, today: date) -> date:
        """The first day that is still kept: what began before it is due.

        A day that the earlier month does not have is its last day, so that nothing goes early.
        """
        whole = today.year * 12 + today.month - 1 - (self.years * 12 + self.months)
        year, month = divmod(whole, 12)
        last = monthrange(year, month + 1)[1]
        back = date(year, month + 1, min(today.day, last))
        if self.clock == Clock.FISCAL_YEAR:
            began = date(back.year, *FISCAL_YEAR_BEGINS)
            return began if began <= back else date(back.year - 1, *FISCAL_YEAR_BEGINS)
        return back


Destroy = Callable[..., None]


@dataclass(frozen=True)
class Held:
    """One class of record.

    Args:
        code: ``room.things``.
        rows: Every row that a term runs for; a row that destruction has emptied is not among them.
        begins: The moment from which the term runs, or the day with `is_day`.
        destroy: An action ``(keys, at)`` of the room; calling it twice harms nothing.
        about: Under which label a hold finds a row, and by which look-ups: a hold on a person
            keeps every row for which one of them is that person's key.
        order: Smaller goes first, so that what hangs on something is in the record before it.
        shows: Fields without a word about a person, for the preview's samples.
    """

    code: str
    name: str | Promise
    rows: Callable[[], Any]
    begins: Any
    destroy: Destroy
    way: Way = Way.DELETED
    about: Mapping[str, Sequence[str]] = field(default_factory=dict)
    shows: Sequence[str] = ()
    suggested: Term = Term(years=5, clock=Clock.FISCAL_YEAR)
    is_day: bool = False
    order: int = 50

    def due(self, term: Term, *, at: datetime) -> QuerySet[Any]:
        """The rows whose term is over at `at`, the oldest first; holds are not looked at."""
        first_kept: Any = term.boundary(timezone.localdate(at))
        if not self.is_day:
            first_kept = timezone.make_aware(datetime.combine(first_kept, time.min))
        rows: QuerySet[Any] = self.rows().annotate(term_begins=self.begins)
        return rows.filter(term_begins__lt=first_kept).order_by("term_begins", "pk")

    def held_back(self, holds: Iterable[tuple[str, str]]) -> Q:
        """The rows that these holds (label, key) keep."""
        kept = Q(pk__in=())
        for label, key in holds:
            for lookup in self.about.get(label, ()):
                kept |= Q(**{lookup: key})
        return kept


_held: dict[str, Held] = {}
_subjects: dict[str, tuple[str | Promise, Callable[[str], Any]]] = {}


def register(held: Held) -> None:
    """Make a class known; called in a room's `ready()`. Registering twice changes nothing."""
    _held.setdefault(held.code, held)


def classes() -> list[Held]:
    """All classes, in the order in which they are destroyed."""
    return sorted(_held.values(), key=lambda held: (held.order, held.code))


def held(code: str) -> Held | None:
    """The class of that code, or None when its room is gone."""
    return _held.get(code)


def register_subject(label: str, name: str | Promise, find: Callable[[str], Any]) -> None:
    """Something a hold can keep: `find(what staff wrote)` gives its row or None."""
    _subjects.setdefault(label, (name, find))


def subjects() -> dict[str, str | Promise]:
    return {label: name for label, (name, _find) in _subjects.items()}


def find_subject(label: str, words: str) -> Any:
    """The row that staff mean, or None."""
    return _subjects[label][1](words.strip()) if label in _subjects else None


def moment(value: Any) -> date:
    """A term's beginning as the day that people read."""
    return timezone.localdate(value) if isinstance(value, datetime) else value
