"""Staff ring somebody who would fit a shift: one of them, once, and what they said."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.volunteering.actions import turns
from tomoni.doing.volunteering.models import Post, Shift, Sounding, Turn, Volunteer
from tomoni.ground.people.actions import ringing

Answer = Sounding.Answer


@transaction.atomic
def begin(*, shift: Shift, volunteer: Volunteer, by: Any, at: datetime) -> Sounding:
    """Somebody takes the telephone for this volunteer; pressed twice by the same it is once.

    Raises:
        Refused: while somebody else rings them, once they answered, or when the shift has begun.
    """
    shift = lock(shift)
    if shift.cancelled_at or shift.starts_at <= at:
        raise Refused(_("この回は、もう声をかけなくてよくなりました。"))
    rows = Sounding.objects.filter(shift=shift, volunteer=volunteer)
    known: Sounding | None = rows.holding().select_related("by").first()
    row, is_new = ringing.begin(
        known, by=by, at=at,
        already=_("%(who)sさんが%(clock)sに、もう聞きました。次の人にかけてください。"),
        let_go=lambda old: _write(old, Answer.LET_GO, by, at),
        make=lambda: Sounding.objects.create(
            shift=shift, volunteer=volunteer, by=by, begun_at=at
        ),
    )  # fmt: skip
    if is_new:
        audit.record("volunteering.sounding", row, by=by, at=at)
    return row


@transaction.atomic
def answer(
    *, sounding: Sounding, answer: str, by: Any, at: datetime, post: Post | None = None
) -> Turn | None:
    """What they said; with a yes they have their turn in the same transaction.

    Raises:
        Refused: without an answer, when they may not go there, or when somebody else rings by now.
    """
    if answer not in Answer.values:
        raise Refused(_("電話がどうなったか、選んでください。"), field="answer")
    made = None
    if answer == Answer.YES:
        if post is None:
            raise Refused(_("どの役割で行くか、選んでください。"), field="post")
        # First, since a seat is always held before what is written about it.
        made = turns.join(
            post=post, volunteer=sounding.volunteer, by=by, at=at, channel=Turn.Channel.PHONE
        )
    held = lock(sounding)
    if held.answer == answer:
        return made
    alive = Turn.objects.filter(shift=held.shift_id, volunteer=held.volunteer_id).alive()
    if made is None and answer == Answer.NO and alive.exists():
        raise Refused(
            _("この人の出番が決まっています。先に「来る人」の所で取り消してください。"),
            field="answer",
        )
    ringing.write(lambda: _write(held, answer, by, at))
    return made


def _write(row: Sounding, answer: str, by: Any, at: datetime) -> Sounding:
    row.answer, row.answered_at = answer, at
    row.save(update_fields=["answer", "answered_at"])
    audit.record("volunteering.sounded", row, by=by, at=at, note=answer)
    return row
