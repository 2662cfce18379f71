"""Who writes tips and profiles, and who keeps the walks."""

from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from tomoni.core.access import can
from tomoni.doing.appointments.models import Worker
from tomoni.ties.tourism.models import Tip


class Ability(StrEnum):
    TELL = "tourism.tell"  # Tips of the day, and one's own profile as a guide.
    KEEP = "tourism.keep"  # Walks, every guide's profile, every tip.


def tips_of(user: Any) -> QuerySet[Tip]:
    """Keepers change all tips, others their own."""
    if can(user, Ability.KEEP):
        return Tip.objects.all()
    return Tip.objects.filter(written_by=user) if can(user, Ability.TELL) else Tip.objects.none()


def own_worker(user: Any, on: Any) -> Worker | None:
    """The place at a desk with walks that this user holds, which makes them a guide."""
    mine = Worker.objects.in_force(on).filter(user=user)
    walks = Q(desk__kinds__programme__isnull=False)
    return mine.filter(walks).select_related("user").order_by("pk").first()
