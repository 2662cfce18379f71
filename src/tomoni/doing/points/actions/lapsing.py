"""Points whose time is over go back to where they came from."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from tomoni.doing.points.actions import drafts, many
from tomoni.doing.points.models import Account, Scheme, Transfer
from tomoni.doing.points.queries import earned, lots
from tomoni.doing.points.rules import lapsing
from tomoni.doing.points.rules.terms import Terms

AT_ONCE = 500  # Accounts that one transaction holds; others wait no longer than it takes.


def lapse_all(*, scheme: Scheme, at: datetime) -> int:
    """Every account of a scheme, a few hundred in each transaction; gives how many points went."""
    ruling = earned.ruling_on(scheme, timezone.localdate(at))
    if ruling is None or (ruling.read.lapse == "never" and ruling.read.carry_most is None):
        return 0
    holders = Account.objects.filter(scheme=scheme, may_go_below=False, balance__gt=0)
    keys = list(holders.order_by("pk").values_list("pk", flat=True))
    return sum(
        _lapse(scheme, keys[first : first + AT_ONCE], ruling.read, at)
        for first in range(0, len(keys), AT_ONCE)
    )


@transaction.atomic
def _lapse(scheme: Scheme, keys: list[int], terms: Terms, at: datetime) -> int:
    """What is over and not held for a claim. The key is made of account, day and number of points,
    so that two runs at once, or one cut off and repeated, take it once."""
    held, on = many.hold_accounts(keys), timezone.localdate(at)
    source, kept, rows = earned.source_of(scheme), lots.lots_of_all(held), []
    for pk, account in held.items():
        points = min(lapsing.over(terms, kept[pk], on), account.free)
        if points > 0:
            rows.append(
                drafts.move(
                    id=uuid5(NAMESPACE_URL, f"tomoni:points:lapse:{pk}:{on}:{account.balance}"),
                    debit=account, credit=source, amount=points,
                    purpose=Transfer.Purpose.EXPIRED, by=None, at=at,
                )
            )  # fmt: skip
    return sum(row.amount for row in many.book_all(rows))
