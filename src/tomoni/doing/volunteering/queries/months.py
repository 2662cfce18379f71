"""A group's month: who helps there, and what is written down already."""

from datetime import date
from typing import Any

from django.db.models import Q

from tomoni.doing.volunteering.models import Attendance, Need, Volunteer

MOST = 120


def helpers(need: Need, month: date) -> list[Volunteer]:
    """Everybody who had a turn or hours there in this month or the three before."""
    since = next_month(month, -3)
    rows = Volunteer.objects.filter(
        Q(turns__shift__need=need, turns__shift__starts_at__date__gte=since)
        | Q(attendances__need=need, attendances__on__gte=since)
    ).exclude(person=need.person_id)
    return list(
        Volunteer.objects.filter(pk__in=rows.values("pk"))
        .select_related("person").order_by("person__kana_key", "pk")[:MOST]
    )  # fmt: skip


def standing(need: Need, month: date) -> dict[tuple[Any, date], Attendance]:
    """What stands in each cell, sent-back rows left out; a checked-in turn comes before a bare row."""
    rows = Attendance.objects.filter(need=need, on__gte=month, on__lt=next_month(month, 1)).exclude(
        status=Attendance.Status.RETURNED
    )
    return {(row.volunteer_id, row.on): row for row in rows.order_by("turn", "pk")}


def next_month(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    year, number = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, number + 1, 1)
