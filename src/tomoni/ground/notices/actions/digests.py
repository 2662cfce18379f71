"""One mail a day instead of many: notices that wait for it are collected into one notice."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tomoni.core import audit
from tomoni.ground.notices import states
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.notices.recipients import Recipient


def collect(*, at: datetime) -> int:
    """Make the digests that are due; gives how many people get one."""
    waiting = Delivery.objects.filter(status="ready", for_digest=True, not_before__lte=at)
    people = waiting.order_by("notice__recipient").values_list("notice__recipient", flat=True)
    made = 0
    for recipient in list(people.distinct()):
        made += _collect_one(recipient, at)
    return made


@transaction.atomic
def _collect_one(recipient: str, at: datetime) -> bool:
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(status="ready", for_digest=True, not_before__lte=at, notice__recipient=recipient)
        .select_related("notice__wording", "notice__user", "notice__person")
        .order_by("notice__at")
    )
    if not rows:
        return False
    if len(rows) == 1:  # A single one goes out as it is.
        Delivery.objects.filter(pk=rows[0].pk).update(for_digest=False)
        return True
    first = rows[0].notice
    carrier = tell(
        kind="notices.digest",
        to=_recipient_of(first, rows[0].address),
        values={"notices": [row.notice.wording for row in rows]},
        key=f"digest:{timezone.localtime(at):%Y-%m-%d-%H%M}",
        at=at,
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows], status="ready").update(
        status=states.COLLECT.end, carrier=carrier, settled_at=at
    )
    audit.record(states.COLLECT.act, carrier, by=None, at=at, note=str(len(rows)))
    return True


def _recipient_of(notice: Notice, address: str) -> Recipient:
    if notice.user:
        return Recipient(user=notice.user, language=notice.wording.language)
    if notice.person:
        return Recipient(person=notice.person, language=notice.wording.language)
    return Recipient(name=notice.name, email=address, language=notice.wording.language)
