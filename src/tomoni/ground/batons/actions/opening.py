"""A matter begins: its baton is in a team's hands from the first second."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import stepping
from tomoni.ground.batons.actions.kinds import row_of
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands
from tomoni.ground.people.models import Team


@transaction.atomic
def open_baton(
    *,
    kind: str,
    title: str,
    team: Team,
    by: Any,
    at: datetime,
    next_step: str = "",
    due_on: date | None = None,
    finish_by: date | None = None,
    person: Any = None,
    is_urgent: bool = False,
    way: str = Way.SCREEN,
    by_name: str = "",
    note: str = "",
    part_of: Baton | None = None,
) -> Baton:
    """Put a new matter into a team's hands; the caller makes the matter in the same transaction.

    Args:
        kind: The code of a registered kind.
        title: What it is about, without a word about a person.
        due_on: The first day by which something must happen; by default the kind's answer
            days, counted in the team's working days.
        finish_by: The last day of the whole matter; by default the kind's finish days.
        note: How it came to us, for the first step.
        part_of: The baton this is split from.
    """
    today = timezone.localdate(at)
    stepping.refuse_dissolved(team, on=today)
    row = row_of(kind)
    rule = stepping.deadline_of(row.code, today)
    due = due_on or stepping.working_day(team, today, rule.answer_days)
    last = max(finish_by or stepping.working_day(team, today, rule.finish_days), due)
    if why := hands.why_not_day(due_on=due, finish_by=last, today=today):
        raise Refused(why, field="due_on")
    baton = Baton.objects.create(
        number=_number(at),
        kind=row,
        title=title.strip()[:200],
        team=team,
        person=person,
        next_step=next_step.strip()[:300] or gettext_noop("内容を読んで、最初の返事をする"),
        due_on=due,
        finish_by=last,
        is_urgent=is_urgent,
        part_of=part_of,
        opened_at=at,
        opened_by=by if getattr(by, "pk", None) else None,
        updated_at=at,
    )
    stepping.step(
        baton, Step.Act.OPENED, by=by, at=at, by_name=by_name, way=way, person=person,
        due_on=due, note=note,
    )  # fmt: skip
    return baton


def _number(at: datetime) -> str:
    """Month and day, then letters and digits that are not taken for each other on the telephone."""
    day = timezone.localdate(at).strftime("%m%d")
    while True:
        tail = "".join(secrets.choice("23456789ACDEFHJKMNPRTUVWXY") for _place in range(4))
        number = f"{day}-{tail}"
        if not Baton.objects.filter(number=number).exists():
            return number
