"""Staff ring those who asked for it about a call for umbrellas: each once, and what they said."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.actions import ringing as rings
from tomoni.ties.umbrellas.models import Call, Helper, Ringing, Station

Answer = Ringing.Answer
MOST = 200  # Umbrellas of one person; more is a slip of the finger.
KEPT_DAYS = 90  # After the call; then nobody needs to know who was rung.


@transaction.atomic
def begin(*, call: Call, helper: Helper, by: Any, at: datetime) -> Ringing:
    """Somebody takes the telephone for this person; pressed twice by the same it is once.

    Raises:
        Refused: while somebody else rings them, once they know, or when the call is over.
    """
    call, held = lock(call), Helper.objects.select_for_update().filter(pk=helper.pk).first()
    if held is None or held.person is None or not held.is_rung:
        raise Refused(_("この人は、電話で伝える人ではなくなりました。一覧を見てください。"))
    if call.ended_at or call.until_on < localdate(at):
        raise Refused(_("この呼びかけは終わりました。電話はいりません。"))
    person = held.person
    known: Ringing | None = held.ringings.filter(call=call).holding().select_related("by").first()
    row, is_new = rings.begin(
        known, by=by, at=at,
        already=_("%(who)sさんが%(clock)sに、もう伝えました。次の人にかけてください。"),
        let_go=lambda old: _write(old, Answer.LET_GO, None, "", by, at),
        make=lambda: Ringing.objects.create(
            call=call, helper=held, person=person, by=by, begun_at=at
        ),
    )  # fmt: skip
    if is_new:
        audit.record("umbrellas.ringing", row.person, by=by, at=at, note=str(call.pk))
    return row


@transaction.atomic
def answer(
    *, ringing: Ringing, answer: str, by: Any, at: datetime, number: int | None = None,
    note: str = "",
) -> Ringing:  # fmt: skip
    """What came of it; said again, the later word holds.

    Args:
        answer: One of `Ringing.Answer`.
        number: How many umbrellas they bring, where they said so.

    Raises:
        Refused: when somebody else has taken the telephone for this person since.
    """
    if answer not in Answer.values:
        raise Refused(_("電話がどうなったか、選んでください。"), field="answer")
    if number is not None and answer != Answer.BRINGS:
        raise Refused(_("本数は、「持って来てくれる」のときだけ書いてください。"), field="number")
    held = lock(ringing)
    if (held.answer, held.number, held.note) == (answer, number, note.strip()):
        return held
    return rings.write(lambda: _write(held, answer, number, note, by, at))


def _write(
    row: Ringing, answer: str, number: int | None, note: str, by: Any, at: datetime
) -> Ringing:
    row.answer, row.number, row.note, row.answered_at = answer, number, note.strip(), at
    row.save(update_fields=["answer", "number", "note", "answered_at"])
    audit.record("umbrellas.rung", row.person, by=by, at=at, note=f"{row.call_id} {answer}")
    return row


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Long after a call nobody knows any more who was rung about it; how many went."""
    last = localdate(at) - timedelta(days=KEPT_DAYS)
    gone, _by_table = Ringing.objects.filter(call__until_on__lt=last).delete()
    if gone:
        first = Station.objects.order_by("pk").first()
        if first:
            audit.record("umbrellas.ringings_forgotten", first, by=None, at=at, note=str(gone))
    return gone
