"""The officers' pages: the association's days, its households, what came in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from tomoni.core.calendar import fiscal_year
from tomoni.ties.neighbourhoods.models import (
    Association,
    DispatchRequest,
    Due,
    GeneralMeeting,
    Group,
    MemberHousehold,
    Officer,
)
from tomoni.ties.neighbourhoods.queries import public


@dataclass
class Desk:
    """One look at the association for an officer."""

    association: Association
    officers: list[Officer]
    ending: list[Officer]
    groups: list[Group]
    households: int
    meetings: list[GeneralMeeting]
    tasks: list[Any]
    requests: list[DispatchRequest]
    dues: "Dues"


@dataclass
class Dues:
    """Sums only: who has not paid is asked one household at a time, at the door."""

    year: int
    households: int
    paid: int = 0
    amount: int = 0
    receipts: list[Due] = field(default_factory=list)


def desk(association: Association, at: datetime, on: date) -> Desk:
    officers = list(association.officers.in_force(on).order_by("from_on", "pk"))
    order = list(Officer.Post.values)
    groups = association.groups.annotate(
        size=Count("households", filter=Q(households__left_on=None))
    )
    return Desk(
        association=association,
        officers=sorted(officers, key=lambda one: order.index(one.post)),
        ending=[one for one in officers if (one.until_on - on).days <= 60],
        groups=list(groups.order_by("number")),
        households=association.households.in_force(on).count(),
        meetings=list(association.meetings.order_by("-starts_at", "pk")[:10]),
        tasks=list(public.tasks(at).filter(association=association)),
        requests=list(
            association.requests.select_related("baton__team").order_by("-created_at", "pk")[:20]
        ),
        dues=dues(association, fiscal_year(on), on),
    )


def dues(association: Association, year: int, on: date, *, with_receipts: bool = False) -> Dues:
    rows = Due.objects.filter(association=association, year=year)
    sums = rows.aggregate(paid=Count("pk"), amount=Sum("amount"))
    receipts = rows.select_related("household").order_by("-receipt")
    return Dues(
        year=year,
        households=association.households.in_force(on).count(),
        paid=sums["paid"],
        amount=sums["amount"] or 0,
        receipts=list(receipts[:500]) if with_receipts else [],
    )


def route(group: Group, on: date) -> list[MemberHousehold]:
    """The households of a 班 in the circular's order."""
    rows = MemberHousehold.objects.in_force(on).filter(group=group)
    return list(rows.order_by("route_order", "number"))
