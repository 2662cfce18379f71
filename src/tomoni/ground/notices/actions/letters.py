"""Letters: printed in batches, posted by a hand, and only then sent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.notices import states
from tomoni.ground.notices.models import Attempt, Delivery, LetterBatch
from tomoni.ground.people.models import User

MOST = 300


@transaction.atomic
def print_waiting(*, by: User, at: datetime) -> LetterBatch:
    """Put the letters that wait into one batch; each letter is in one batch only.

    Raises:
        Refused: when none waits.
    """
    waiting = Delivery.objects.filter(channel="letter", status="ready", not_before__lte=at)
    chosen = list(
        waiting.select_for_update(skip_locked=True)
        .order_by("not_before", "pk")
        .values_list("pk", flat=True)[:MOST]
    )
    if not chosen:
        raise Refused(_("印刷を待っている手紙はありません。"))
    batch = LetterBatch.objects.create(made_at=at, by=by, count=len(chosen))
    Delivery.objects.filter(pk__in=chosen, status__in=states.PRINT.start).update(
        status=states.PRINT.end, batch=batch
    )
    audit.record(states.PRINT.act, batch, by=by, at=at, note=str(len(chosen)))
    return batch


@transaction.atomic
def post(*, batch: LetterBatch, by: User, at: datetime) -> LetterBatch:
    """Somebody put the whole batch into the letter-box.

    Raises:
        Refused: when that was said before, or the batch was taken back.
    """
    batch = lock(batch)
    rows = batch.deliveries.filter(status__in=states.POST.start)
    posted = list(rows.values_list("pk", flat=True))
    if batch.posted_at or not posted:
        raise Refused(_("この束は、もう投かんしたか、印刷を取り消しています。"))
    batch.posted_at = at
    batch.save(update_fields=["posted_at"])
    Delivery.objects.filter(pk__in=posted).update(status=states.POST.end, settled_at=at, tries=1)
    Attempt.objects.bulk_create(
        [Attempt(delivery_id=pk, at=at, outcome="accepted", said="posted") for pk in posted]
    )
    audit.record(states.POST.act, batch, by=by, at=at, note=str(len(posted)))
    return batch


@transaction.atomic
def take_back(*, batch: LetterBatch, by: User, at: datetime) -> LetterBatch:
    """The paper jammed: its letters wait for printing again.

    Raises:
        Refused: when the batch has been posted.
    """
    batch = lock(batch)
    if batch.posted_at:
        raise Refused(_("投かんした束は、取り消せません。"))
    Delivery.objects.filter(batch=batch, status__in=states.UNPRINT.start).update(
        status=states.UNPRINT.end, batch=None
    )
    audit.record(states.UNPRINT.act, batch, by=by, at=at)
    return batch
