"""Ends, parts and sums: a matter is over only when nothing of it is open any more."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.batons import access, matters
from tomoni.ground.batons.actions import links, stepping, telling
from tomoni.ground.batons.actions.opening import open_baton
from tomoni.ground.batons.models import Baton, Step
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.batons.rules import hands


@transaction.atomic
def close(
    *,
    baton: Baton,
    outcome: str,
    words: str,
    by: Any,
    at: datetime,
    way: str = Way.SCREEN,
    by_name: str = "",
) -> Baton:
    """It is over, and the words say so to whoever brought it.

    Args:
        outcome: One of `Baton.Outcome` but JOINED, which only `join` gives.
        words: What became of it, as the sender may read it.
    """
    held = stepping.in_hand(baton, by=by, at=at)
    if outcome not in Baton.Outcome.values or outcome == Baton.Outcome.JOINED:
        raise Refused(_("結果を選んでください。"), field="outcome")
    why = hands.why_not_close(
        open_parts=held.parts.open().count(),
        offered=held.offers.open().exists(),
        questions=held.questions.open().count(),
        words=words,
    )
    if why:
        raise Refused(why, field=None if words.strip() else "words")
    stepping.change(
        held,
        at,
        answered_at=held.answered_at or at,
        status=Baton.Status.CLOSED,
        outcome=outcome,
        outcome_words=words.strip(),
        closed_at=at,
    )
    stepping.step(
        held, Step.Act.CLOSED, by=by, at=at, by_name=by_name, way=way, reason=outcome,
        note=words.strip(),
    )  # fmt: skip
    spec = matters.spec_of(held)
    if (spec is None or not spec.is_ended_by_room) and held.parties.exists():
        _link, key = links.make(baton=held, by=by, at=at, days=links.RECEIPT_DAYS)
        telling.outcome(held, url=links.url_of(key), at=at, by=by)
    return held


@transaction.atomic
def reopen(*, baton: Baton, reason: str, by: Any, at: datetime) -> Baton:
    """It was not over after all: the same baton runs again, with new dates."""
    held = lock(baton)
    if held.is_open:
        raise Refused(_("この案件はもう対応中です。"))
    on = timezone.localdate(at)
    if by is not None and not access.holds(by, held, on=on):
        raise Refused(hands.why_not_holder(holds=False) or "")
    if not reason.strip():
        raise Refused(_("もう一度始める理由を書いてください。"), field="reason")
    if held.part_of is not None and not lock(held.part_of).is_open:
        raise Refused(_("元の案件が終わっています。先に元の案件をもう一度始めてください。"))
    rule = stepping.deadline_of(held.kind_id, on)
    due = stepping.working_day(held.hand, on, rule.answer_days)
    stepping.change(
        held,
        at,
        status=Baton.Status.OPEN,
        outcome="",
        outcome_words="",
        joined_into=None,
        closed_at=None,
        answered_at=None,
        due_on=due,
        finish_by=stepping.working_day(held.hand, on, rule.finish_days),
        next_step=gettext_noop("もう一度始めた理由を読んで、相手に声をかける"),
    )
    stepping.step(held, Step.Act.REOPENED, by=by, at=at, due_on=due, note=reason.strip())
    return held


@transaction.atomic
def split(
    *,
    baton: Baton,
    title: str,
    next_step: str,
    by: Any,
    at: datetime,
    due_on: date | None = None,
) -> Baton:
    """A part that can be handed over by itself; the whole stays open until the part is over."""
    held = stepping.in_hand(baton, by=by, at=at)
    if not title.strip():
        raise Refused(_("分けた案件の件名を書いてください。"), field="title")
    if held.parts.count() >= hands.MOST_PARTS:
        raise Refused(_("これ以上は分けられません。新しい案件として受け付けてください。"))
    part = open_baton(
        kind=held.kind_id,
        title=title,
        team=held.hand,
        person=held.person,
        next_step=next_step,
        due_on=due_on,
        by=by,
        at=at,
        part_of=held,
    )
    stepping.change(held, at, **stepping.answered(held, at))
    stepping.step(held, Step.Act.SPLIT, by=by, at=at, note=f"{part.number} {part.title}")
    return part


@transaction.atomic
def join(*, baton: Baton, into: Baton, by: Any, at: datetime, note: str = "") -> Baton:
    """Two batons turn out to be one matter: this one ends, the other goes on for both.

    Both are locked in the order of their keys, so that two people joining each other's
    batons at once cannot wait for each other for ever.
    """
    first, second = sorted((baton, into), key=lambda one: str(one.pk))
    lock(first), lock(second)
    held = stepping.in_hand(baton, by=by, at=at)
    other = stepping.in_hand(into, by=by, at=at, must_hold=False)
    why = hands.why_not_join(
        same=held.pk == other.pk,
        is_part=held.part_of_id is not None,
        into_open=other.is_open,
        loops=_inside(other, held),
    ) or hands.why_not_close(
        open_parts=held.parts.open().count(),
        offered=held.offers.open().exists(),
        questions=held.questions.open().count(),
        words="-",
    )
    if why:
        raise Refused(why, field="into")
    stepping.change(
        held,
        at,
        status=Baton.Status.CLOSED,
        outcome=Baton.Outcome.JOINED,
        outcome_words=_("%(number)sの案件とまとめて対応しています。") % {"number": other.number},
        joined_into=other,
        closed_at=at,
    )
    stepping.step(
        held, Step.Act.JOINED, by=by, at=at, note=f"{other.number} {note.strip()}".strip()
    )
    stepping.step(
        other, Step.Act.JOINED, by=by, at=at, note=f"{held.number} {note.strip()}".strip()
    )
    return held


def _inside(part: Baton, whole: Baton) -> bool:
    above = part.part_of
    while above is not None:
        if above.pk == whole.pk:
            return True
        above = above.part_of
    return False
