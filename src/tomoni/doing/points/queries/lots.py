"""What of a balance was earned when, and what was done in a year."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from tomoni.doing.points.models import Account, Earning, Scheme, Transfer
from tomoni.doing.points.queries.earned import BEFORE, standing
from tomoni.doing.points.rules import since
from tomoni.doing.points.rules.lapsing import Lot, Use, left
from tomoni.doing.points.rules.simulating import Deed


def lasting(rows: QuerySet[Transfer]) -> QuerySet[Transfer]:
    """Transfers that moved something and were not taken back; taking back is none itself."""
    back = Transfer.objects.filter(of=OuterRef("pk"), kind=Transfer.Kind.REVERSAL)
    return rows.filter(moved__gt=0).exclude(kind=Transfer.Kind.REVERSAL).exclude(Exists(back))


def lots_of(account: Account) -> list[Lot]:
    """What is left in the account by the day it was earned, the oldest first.

    What did not come from an activity counts from the day its note names, else from the day it
    was entered.
    """
    return lots_of_all([account.pk])[account.pk]


def lots_of_all(accounts: Iterable[int]) -> dict[int, list[Lot]]:
    """The same for many accounts by their keys, in two questions."""
    own: dict[int, list[Lot]] = {key: [] for key in accounts}
    came: dict[int, list[tuple[datetime, Lot]]] = {key: [] for key in own}
    used: dict[int, list[Use]] = {key: [] for key in own}
    into = lasting(Transfer.objects.filter(credit__in=list(own)))
    rows = into.values_list("credit_id", "purpose", "earning__on", "note", "at", "moved")
    for key, purpose, on, note, at, moved in rows.order_by("at", "pk"):
        lot = Lot(on or since.read(note)[0] or timezone.localdate(at), moved)
        if purpose == Transfer.Purpose.GIVEN:
            came[key].append((at, lot))
        else:
            own[key].append(lot)
    out = lasting(Transfer.objects.filter(debit__in=list(own)))
    for key, note, at, moved in out.values_list("debit_id", "note", "at", "moved").order_by(
        "at", "pk"
    ):
        used[key].append(Use(at, moved, since.read(note)[0]))
    return {key: left(own[key], came[key], used[key]) for key in own}


def deeds_in(scheme: Scheme, first: date, last: date) -> list[Deed]:
    """What was done in these days and not taken back, in the order in which it was counted."""
    rows = standing(Earning.objects.filter(scheme=scheme, on__range=(first, last)))
    rows = rows.exclude(
        source__startswith=BEFORE
    )  # Years that only paper knows; nothing was counted.
    return [
        Deed(account, activity, quantity, on)
        for account, activity, quantity, on in rows.order_by("at", "lane", "number").values_list(
            "account_id", "activity", "quantity", "on"
        )
    ]


def points_by_month(scheme: Scheme, first: date, last: date) -> list[int]:
    """Points given for each of the twelve months that begin with `first`."""
    rows: Any = standing(Earning.objects.filter(scheme=scheme, on__range=(first, last)))
    found = dict(
        rows.annotate(month=TruncMonth("on"))
        .values("month")
        .annotate(points=Sum("points"))
        .values_list("month", "points")
        .order_by("month")
    )
    months = [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(12)
    ]
    return [int(found.get(month) or 0) for month in months]


def claimed_in(account: Account, first: date, last: date) -> int:
    """Points claimed in these days: paid out, or still held for that."""
    rows = Transfer.objects.filter(
        debit=account, purpose=Transfer.Purpose.CLAIMED,
        at__date__range=(first, last),
    )  # fmt: skip
    ended = Transfer.objects.filter(of=OuterRef("pk"))
    moved = lasting(rows).aggregate(sum=Sum("moved"))["sum"] or 0
    held = rows.filter(Q(kind=Transfer.Kind.PENDING) & ~Exists(ended)).aggregate(sum=Sum("amount"))
    return int(moved + (held["sum"] or 0))
