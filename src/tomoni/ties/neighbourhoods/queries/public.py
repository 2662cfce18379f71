"""The public pages: which associations there are, and one of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from tomoni.ties.neighbourhoods.models import Association, GeneralMeeting, Officer, Task


@dataclass
class Page:
    association: Association
    officers: list[Officer]
    meeting: GeneralMeeting | None
    tasks: list[Task]


def associations(words: str = "", town: str = "") -> QuerySet[Association]:
    """The public ones; by name, or by a town of their area."""
    found = Association.objects.filter(is_public=True).select_related("organisation")
    found = found.prefetch_related("area__town")
    if words.strip():
        one = words.strip()
        found = found.filter(
            Q(organisation__name__icontains=one)
            | Q(organisation__name_kana__icontains=one)
            | Q(area__town__name__icontains=one)
            | Q(area__town__name_kana__icontains=one)
        ).distinct()
    if town:
        found = found.filter(area__town__code=town)
    return found.order_by("organisation__name_kana", "organisation__name", "pk")


def page(association: Association, at: datetime, on: date) -> Page:
    """What everybody may know: never a household, never who has paid."""
    officers = Officer.objects.in_force(on).filter(association=association, may_be_named=True)
    order = list(Officer.Post.values)
    meeting = GeneralMeeting.objects.filter(
        association=association, status=GeneralMeeting.Status.CALLED, starts_at__gte=at
    )
    return Page(
        association=association,
        officers=sorted(officers, key=lambda one: order.index(one.post)),
        meeting=meeting.order_by("starts_at", "pk").first(),
        tasks=list(tasks(at).filter(association=association)),
    )


def tasks(at: datetime) -> QuerySet[Task]:
    """Tasks to come with how many places are free."""
    return (
        Task.objects.filter(starts_at__gt=at, cancelled_at=None, association__is_public=True)
        .select_related("association__organisation")
        .annotate(
            wanted=Count("places", distinct=True),
            taken=Count("takings", filter=Q(takings__given_up_at=None), distinct=True),
        )
        .annotate(free=F("wanted") - F("taken"))
        .order_by("starts_at", "pk")
    )
