"""Who opened whose file. Every opening is a row, written before anything is shown.

Nothing is joined in the record: a second look a minute later may be at other fields, and a rule for
what counts as the same look is a rule for what is not written down. Joined is only what the
person reads (`days`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial, wraps
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention, shredding
from tomoni.core.models import Opening, RowKey

SCOPE = "core.Opening"


def opened(
    thing: models.Model,
    *,
    by: Any,
    at: datetime,
    fields: Iterable[str] = (),
    reason: str = "",
    basis: str = "",
    about: Any = None,
    by_name: str = "",
    withheld: str = "",
) -> Opening:
    """Write down that `by` opens `thing`, before it is shown.

    Args:
        fields: The fields that are shown, by name; never their values.
        reason: Why, where the room asks for it.
        basis: What allows it, such as ``team`` or ``break_glass``.
        about: The person whose file it is, where that is not the thing itself.
        by_name: Who, when they have no account (a receiver's link).
        withheld: The rule by which the person may not see this row (protection of a child, DV).
    """
    rows: Any = Opening.objects
    key = str((about or thing).pk)
    month = f"{key}:{timezone.localdate(at):%Y-%m}"
    seal = partial(shredding.sealed, SCOPE, month, runs_from=_next_month(at))
    written: Opening = rows.create(
        at=at,
        by=by if getattr(by, "pk", None) else None,
        by_name=seal(by_name),
        thing=thing._meta.label,
        thing_id=str(thing.pk),
        about=key,
        fields=sorted(fields),
        reason=seal(reason[:400]),
        basis=basis,
        withheld=withheld,
    )
    return written


def opens(
    find: Callable[..., models.Model],
    *,
    fields: Iterable[str] = (),
    basis: str = "",
    about: Callable[[Any], Any] = lambda thing: thing,
    withheld: Callable[[Any], str] = lambda thing: "",
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that gets its thing from here and from nowhere else, so it cannot show it unlogged.

        @needs(Ability.READ)
        @opens(access.case_for, fields=["story"])
        def show(request, case): ...

    `find(request, **the address's words)` looks within the reader's scope. When the row cannot
    be written (a full disk, a lost connection) the view is not called: no row, no page.
    """
    shown = tuple(fields)

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def logged(request: HttpRequest, **words: Any) -> HttpResponse:
            thing = find(request, **words)
            opened(
                thing,
                by=request.user,
                at=timezone.now(),
                fields=shown,
                basis=basis,
                about=about(thing),
                withheld=withheld(thing),
            )
            answer = view(request, thing)
            answer.headers.setdefault("Cache-Control", "no-store")  # A kept page is unlogged.
            return answer

        logged.keeps_reading_log = True  # type: ignore[attr-defined]
        return logged

    return wrap


def readers_of(about: Any, *, to_the_person: bool = True) -> models.QuerySet[Opening]:
    """The openings of a person's file, newest first; for the person without the withheld ones."""
    rows = Opening.objects.filter(about=str(getattr(about, "pk", about)))
    if to_the_person:
        rows = rows.filter(withheld="")
    return rows.select_related("by").order_by("-id")


@dataclass
class Day:
    """What one reader opened on one day, as the person is told."""

    on: date
    by: Any
    by_name: str
    thing: str
    times: int = 0
    fields: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)


def days(rows: Iterable[Opening]) -> list[Day]:
    """Openings of one reader, one kind of thing and one day joined for reading."""
    found: dict[tuple[Any, ...], Day] = {}
    rows = list(rows)
    keys = shredding.keys_of(text for row in rows for text in (row.by_name, row.reason))
    for row in rows:
        on = timezone.localdate(row.at)
        by_name, reason = (shredding.opened(text, keys) for text in (row.by_name, row.reason))
        place = (on, row.by_id, by_name, row.thing)
        day = found.setdefault(place, Day(on, row.by, by_name, row.thing))
        day.times += 1
        day.fields |= set(row.fields)
        if reason and reason not in day.reasons:
            day.reasons.append(reason)
    return list(found.values())


def _next_month(at: datetime) -> datetime:
    """When the month of `at` is over: from then the term of its words runs."""
    first = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def forget(keys: list[str], *, at: datetime) -> None:
    """Names and reasons of one person's month become unreadable; that somebody looked, stays."""
    RowKey.objects.filter(scope=SCOPE, pk__in=keys).delete()


def retain() -> None:
    """Say what this record holds; called once at start."""
    retention.register(
        retention.Held(
            code="core.openings",
            name=_("閲覧の記録のわけと名前"),
            rows=lambda: RowKey.objects.filter(scope=SCOPE),
            begins=models.F("runs_from"),
            destroy=forget,
            way=retention.Way.UNREADABLE,
            about={"people.Person": ("subject__startswith",)},
            suggested=retention.Term(years=5, clock=retention.Clock.FISCAL_YEAR),
        )
    )
