"""When a way does not lead there: the next way, a stopped address, a channel that is shut."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tomoni.core import audit, jobs
from tomoni.ground.notices import rules, states
from tomoni.ground.notices.models import Attempt, Delivery, Suppression, Way

FIRST_PAUSE = timedelta(seconds=30)


def fail(
    delivery: UUID, said: str, *, at: datetime, bad_address: bool, name: str = ""
) -> Delivery | None:
    """A delivery has failed for good: stop the address if it is at fault, and try the next way.

    Returns:
        The next delivery, where there is a way left.
    """
    with transaction.atomic():
        mine = Delivery.objects.filter(pk=delivery, status__in=states.FAIL.start)
        if name:
            mine = mine.filter(claimed_by=name)
        if not mine.update(status=states.FAIL.end, settled_at=at, claimed_by=""):
            return None
        row = Delivery.objects.get(pk=delivery)
        audit.record(states.FAIL.act, row, by=None, at=at, note=row.channel)
        if bad_address:
            suppress(row.channel, row.address, said, at=at)
        return next_way(row, at=at)


def bounce(delivery: Delivery, said: str, *, at: datetime, hard: bool) -> Delivery | None:
    """A mail came back after it had been taken.

    Three soft ones within sixty days stop the address as one hard one does.
    """
    with transaction.atomic():
        moved = Delivery.objects.filter(pk=delivery.pk, status__in=states.BOUNCE.start).update(
            status=states.BOUNCE.end, settled_at=at
        )
        if not moved:
            return None
        Attempt.objects.create(delivery=delivery, at=at, outcome="bounced", said=said[:200])
        audit.record(states.BOUNCE.act, delivery, by=None, at=at)
        lately = Delivery.objects.filter(
            channel=delivery.channel,
            address__iexact=delivery.address,
            status="bounced",
            settled_at__gte=at - rules.SOFT_WITHIN,
        )
        if hard or lately.count() >= rules.SOFT_BOUNCES:
            suppress(delivery.channel, delivery.address, said, at=at)
        return next_way(delivery, at=at)


def next_way(row: Delivery, *, at: datetime) -> Delivery | None:
    """The next channel of the chain that is not stopped."""
    rest = list(row.later)
    while rest:
        channel, address = rest.pop(0)
        if Suppression.objects.filter(channel=channel, address=address.lower()).exists():
            continue
        following = Delivery.objects.create(
            notice_id=row.notice_id, channel=channel, address=address, later=rest, not_before=at
        )
        if channel != "letter":
            jobs.later("notices.send", channel)
        return following
    return None


def suppress(channel: str, address: str, reason: str, *, at: datetime) -> Suppression:
    """Send nothing more to an address, until staff or the person says that it is right."""
    with transaction.atomic():
        row, new = Suppression.objects.get_or_create(
            channel=channel, address=address.lower(), defaults={"reason": reason[:200], "at": at}
        )
        if new:
            audit.record("notices.address_stopped", row, by=None, at=at)
    return row


def shut(channel: str, said: str, at: datetime) -> None:
    """The channel's other side does not answer: wait, longer each time, and blame no address."""
    with transaction.atomic():
        way, _new = Way.objects.get_or_create(channel=channel)
        pause = min(FIRST_PAUSE * (1 << min(way.troubles, 10)), rules.LONGEST_PAUSE)
        way.shut_since = way.shut_since or at
        way.again_at, way.troubles, way.said = at + pause, way.troubles + 1, said[:200]
        way.save()
        if way.troubles == 1:
            audit.record("notices.channel_shut", way, by=None, at=at)


def went_well(channel: str) -> None:
    Way.objects.filter(pk=channel, troubles__gt=0).update(
        troubles=0, shut_since=None, again_at=None, said=""
    )
