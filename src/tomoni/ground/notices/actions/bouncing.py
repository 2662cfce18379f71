"""Taking in a mail that came back."""

from datetime import datetime

from django.db import transaction

from tomoni.core import audit
from tomoni.ground.notices import bounces, rules
from tomoni.ground.notices.actions.failing import bounce
from tomoni.ground.notices.models import Attempt, Delivery


@transaction.atomic
def take_in(*, data: bytes, at: datetime) -> str:
    """Read one mail that came back and act on it; gives in a word what was done.

    ``hard`` and ``soft`` go on to the next way, ``delayed`` is only noted, ``unknown`` is about
    no mail of ours, ``none`` is no report, ``known`` was taken in before.
    """
    found = bounces.read(data)
    if found.action == "none":
        return "none"
    if found.delivery is None:
        return "unknown"
    delivery = Delivery.objects.filter(pk=found.delivery, channel="mail").first()
    if delivery is None:
        return "unknown"
    said = rules.without_addresses(found.said, delivery.address)
    if found.action == "delayed":
        Attempt.objects.create(delivery=delivery, at=at, outcome="delayed", said=said)
        audit.record("notices.delay_reported", delivery, by=None, at=at)
        return "delayed"
    if delivery.status != "sent":
        return "known"
    bounce(delivery, said, at=at, hard=found.hard)
    return "hard" if found.hard else "soft"
