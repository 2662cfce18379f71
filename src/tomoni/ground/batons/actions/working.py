"""The holder works: what was done, what comes next and by when."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.ground.batons.actions import stepping
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands


@transaction.atomic
def note(
    *,
    baton: Baton,
    text: str,
    by: Any,
    at: datetime,
    next_step: str = "",
    due_on: date | None = None,
    way: str = Way.SCREEN,
    by_name: str = "",
) -> Baton:
    """Write down what was done, and perhaps what comes next by which day."""
    held = stepping.in_hand(baton, by=by, at=at)
    if not text.strip() and not next_step.strip():
        raise Refused(_("したことか、次にすることを書いてください。"), field="text")
    values = stepping.answered(held, at)
    if next_step.strip():
        values["next_step"] = next_step.strip()[:300]
    if due_on:
        today = timezone.localdate(at)
        if why := hands.why_not_day(due_on=due_on, finish_by=held.finish_by, today=today):
            raise Refused(why, field="due_on")
        values["due_on"] = due_on
    elif "due_on" not in values and held.level and held.due < timezone.localdate(at):
        # Writing a word must not silence a matter that is late: a new day belongs to it.
        raise Refused(
            _("期日を過ぎています。次にすることの新しい期日も入れてください。"), field="due_on"
        )
    stepping.change(held, at, **values)
    act = Step.Act.NOTED if text.strip() else Step.Act.PLANNED
    stepping.step(
        held, act, by=by, at=at, by_name=by_name, way=way, due_on=held.due_on, note=text.strip()
    )
    return held


@transaction.atomic
def extend(
    *, baton: Baton, finish_by: date, reason: str, by: Any, at: datetime, due_on: date | None = None
) -> Baton:
    """Move the last day of the whole matter; the reason stays in the steps."""
    held = stepping.in_hand(baton, by=by, at=at)
    today = timezone.localdate(at)
    if finish_by < today or (held.finish_by and finish_by <= held.finish_by):
        raise Refused(_("いまの期限より先の日を入れてください。"), field="finish_by")
    if not reason.strip():
        raise Refused(_("期限を延ばす理由を書いてください。"), field="reason")
    due = due_on or (held.due_on if held.due_on and held.due_on >= today else finish_by)
    if why := hands.why_not_day(due_on=due, finish_by=finish_by, today=today):
        raise Refused(why, field="due_on")
    values = {**stepping.answered(held, at), "finish_by": finish_by, "due_on": due}
    stepping.change(held, at, **values)
    stepping.step(held, Step.Act.EXTENDED, by=by, at=at, due_on=finish_by, note=reason.strip())
    return held
