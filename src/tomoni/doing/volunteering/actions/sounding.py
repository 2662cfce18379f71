"""Staff ring somebody who would fit a shift: one of them, once, and what they said."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.doing.volunteering.actions import turns
from tomoni.doing.volunteering.models import Post, Shift, Sounding, Turn, Volunteer
from tomoni.web.dates import clock

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
    known = rows.holding().select_related("by").first()
    if known and not known.answer and known.by_id == by.pk:
        return known
    if known and known.is_left_lying(at):
        _write(known, Answer.LET_GO, by, at)
    elif known:
        raise Refused(_asked_already(known))
    try:
        with transaction.atomic():
            made = Sounding.objects.create(shift=shift, volunteer=volunteer, by=by, begun_at=at)
    except IntegrityError:
        raise Refused(
            _("ほかの人が、いま電話をかけはじめました。次の人にかけてください。")
        ) from None
    audit.record("volunteering.sounding", made, by=by, at=at)
    return made


def _asked_already(known: Sounding) -> str:
    at = clock(localtime(known.begun_at).time(), get_language() or "ja")
    said = {"who": known.by or _("ほかの人"), "clock": at}
    if known.answer:
        return _("%(who)sさんが%(clock)sに、もう聞きました。次の人にかけてください。") % said
    return _("%(who)sさんが%(clock)sから電話しています。次の人にかけてください。") % said


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
    try:
        with transaction.atomic():
            _write(held, answer, by, at)
    except IntegrityError:
        raise Refused(
            _("このあと、ほかの人が同じ人に電話しました。一覧で、新しいほうを見てください。")
        ) from None
    return made


def _write(row: Sounding, answer: str, by: Any, at: datetime) -> None:
    row.answer, row.answered_at = answer, at
    row.save(update_fields=["answer", "answered_at"])
    audit.record("volunteering.sounded", row, by=by, at=at, note=answer)
