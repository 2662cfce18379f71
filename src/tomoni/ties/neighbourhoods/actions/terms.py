"""Terms that end: officers are told in good time what to hand over."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tomoni.core import audit
from tomoni.ground.notices.actions.telling import tell
from tomoni.ground.notices.models import Notice
from tomoni.ground.notices.recipients import Recipient
from tomoni.ties.neighbourhoods.models import Officer

ENDING = "neighbourhoods.term_ends"
DAYS_BEFORE = 45


def remind(*, at: datetime) -> int:
    """Tell every officer with an account, once, that the term ends; how many are near their end."""
    today = timezone.localdate(at)
    ending = Officer.objects.in_force(today).filter(
        user__isnull=False, handed_over_on=None, until_on__lte=today + timedelta(days=DAYS_BEFORE)
    )
    rows = ending.select_related("association__organisation", "user").order_by("until_on", "pk")
    for officer in rows:
        if not Notice.objects.filter(kind=ENDING, key=f"term:{officer.pk}").exists():
            _remind(officer, at)
    return len(rows)


@transaction.atomic
def _remind(officer: Officer, at: datetime) -> None:
    link = reverse("neighbourhoods:desk", kwargs={"slug": officer.association.slug})
    tell(
        kind=ENDING, to=Recipient(user=officer.user), key=f"term:{officer.pk}", at=at,
        values={
            "association": str(officer.association), "post": officer.get_post_display(),
            "day": officer.until_on, "url": settings.SITE_URL + link,
        },
    )  # fmt: skip
    audit.record("neighbourhoods.term_reminded", officer.association, by=None, at=at)
