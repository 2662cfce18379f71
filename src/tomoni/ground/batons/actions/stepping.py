"""Taking a baton in hand and writing the step down; every other action goes through here."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from tomoni.core import audit, shredding
from tomoni.core.errors import Refused
from tomoni.core.locks import hold_shared, lock
from tomoni.ground.batons import access
from tomoni.ground.batons.models import Baton, Deadline, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands
from tomoni.ground.people.models import Team
from tomoni.ground.people.queries.teams import calendar_of
from tomoni.ground.people.rules import working_days

SCOPE = "batons.Baton"  # Whose key seals the words of a step.


def in_hand(baton: Baton, *, by: Any, at: datetime, must_hold: bool = True) -> Baton:
    """The open baton, locked, after asking whether `by` holds it.

    `by=None` is the program itself or a link whose page has already asked.

    Raises:
        Refused: when it is closed or in another team's hands.
    """
    held = lock(baton)
    if why := hands.why_closed(is_open=held.is_open):
        raise Refused(why)
    if must_hold and by is not None:
        holds = access.holds(by, held, on=timezone.localdate(at))
        if why := hands.why_not_holder(holds=holds):
            raise Refused(why)
    return held


def step(
    baton: Baton,
    act: Step.Act,
    *,
    by: Any,
    at: datetime,
    by_name: str = "",
    way: str = Way.SCREEN,
    team: Team | None = None,
    person: Any = None,
    due_on: date | None = None,
    reason: str = "",
    note: str = "",
) -> Step:
    """Append the next numbered step of a locked baton, and its audit row."""
    last = Step.objects.filter(baton=baton).aggregate(last=Max("nth"))["last"] or 0
    written = Step.objects.create(
        baton=baton,
        nth=last + 1,
        at=at,
        act=act,
        by=by if getattr(by, "pk", None) else None,
        by_name=shredding.sealed(SCOPE, baton.pk, by_name, runs_from=at),
        way=way,
        team=team or baton.team,
        person=person,
        due_on=due_on,
        reason=reason,
        note=shredding.sealed(SCOPE, baton.pk, note, runs_from=at),
    )
    audit.record(f"batons.{act.value}", baton, by=by, at=at)
    return written


def change(baton: Baton, at: datetime, **values: Any) -> Baton:
    """Set these fields of a locked baton; an act of its holder ends the reminding."""
    values = {"level": Baton.Level.NONE, "updated_at": at, **values}
    for name, value in values.items():
        setattr(baton, name, value)
    baton.save(update_fields=list(values))
    return baton


def answered(baton: Baton, at: datetime) -> dict[str, Any]:
    """What the first act of a holder changes: from now on the date is that of the whole."""
    if baton.answered_at:
        return {}
    found: dict[str, Any] = {"answered_at": at}
    if baton.finish_by and baton.due_on and baton.finish_by > baton.due_on:
        found["due_on"] = baton.finish_by
    return found


def refuse_dissolved(team: Team, *, on: date) -> None:
    """Asked before a row is written that points to the team; nobody dissolves it from then on
    until the transaction ends. What was read of the team before may be older than its end.

    Raises:
        Refused: when the team is dissolved on that day.
    """
    held = hold_shared(team)
    if held.dissolved_on and held.dissolved_on <= on:
        raise Refused(hands.why_not_offer(offered=False, to_itself=False, dissolved=True) or "")


def deadline_of(kind: str, on: date) -> Deadline:
    """The deadlines of a kind that are in force on a day."""
    rule = Deadline.objects.in_force(on).filter(kind=kind).first()
    return rule or Deadline.objects.filter(kind=kind).earliest("from_on")


def working_day(team: Team, start: date, days: int) -> date:
    """The day after so many working days of this team."""
    return working_days.after(start, days, calendar_of(team))
