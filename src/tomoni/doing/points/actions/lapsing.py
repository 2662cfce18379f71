"""Points whose time is over go back to where they came from."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from tomoni.core.locks import lock
from tomoni.doing.points.actions import ledger
from tomoni.doing.points.models import Account, Scheme, Transfer
from tomoni.doing.points.queries import earned, lots
from tomoni.doing.points.rules import lapsing


def lapse_all(*, scheme: Scheme, at: datetime) -> int:
    """Every account of a scheme, each in a transaction of its own; gives how many points went."""
    ruling = earned.ruling_on(scheme, timezone.localdate(at))
    if ruling is None or (ruling.read.lapse == "never" and ruling.read.carry_most is None):
        return 0
    holders = Account.objects.filter(scheme=scheme, may_go_below=False, balance__gt=0)
    return sum(_lapse(account, at) for account in holders.order_by("pk"))


@transaction.atomic
def _lapse(account: Account, at: datetime) -> int:
    """What is over and not held for a claim. The key is made of account, day and number of points,
    so that two runs at once, or one cut off and repeated, take it once."""
    account, on = lock(account), timezone.localdate(at)
    ruling = earned.ruling_on(account.scheme, on)
    if ruling is None:
        return 0
    points = min(lapsing.over(ruling.read, lots.lots_of(account), on), account.free)
    if points <= 0:
        return 0
    ledger.transfer(
        id=uuid5(NAMESPACE_URL, f"tomoni:points:lapse:{account.pk}:{on}:{account.balance}"),
        debit=account,
        credit=earned.source_of(account.scheme),
        amount=points,
        purpose=Transfer.Purpose.EXPIRED,
        by=None,
        at=at,
    )
    return points
