"""What goes when a need's or an incident's term is over, and what goes with a volunteer who left."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tomoni.core import audit
from tomoni.doing.volunteering.models import (
    Attendance,
    Certificate,
    Feedback,
    Registered,
    Shift,
    Sounding,
    Volunteer,
)
from tomoni.ground.batons.matters import GONE

NEED_WORDS: dict[str, Any] = {
    "title": GONE, "about": "", "title_en": "", "title_easy": "", "about_en": "", "about_easy": "", "words": None, "contact": None, "origin": None, "from_hash": "",
}  # fmt: skip
INCIDENT_WORDS: dict[str, Any] = {"words": None}


@transaction.atomic
def with_batons(*, keys: Sequence[UUID], at: datetime) -> None:
    """Where one met, what was said afterwards and who said yes goes; minutes and days stay."""
    Shift.objects.filter(need__baton__in=keys).update(meet="", bring="", door_key="")
    Sounding.objects.filter(shift__need__baton__in=keys).delete()
    rows = Attendance.objects.filter(need__baton__in=keys)
    Feedback.objects.filter(attendance__in=rows.values("pk")).update(words="")
    rows.update(said_name="")
    rows.exclude(reason="").update(reason=GONE)


@transaction.atomic
def volunteers(keys: Sequence[str], *, at: datetime) -> None:
    """Of somebody who left long ago stay the hours as counted figures; what told of them goes."""
    rows = list(Volunteer.objects.filter(pk__in=keys).exclude(ended_at=None))
    gone = [row.pk for row in rows]
    for row in rows:
        row.skills.all().delete()
    Certificate.objects.filter(volunteer__in=gone).delete()
    Sounding.objects.filter(volunteer__in=gone).delete()
    Feedback.objects.filter(attendance__volunteer__in=gone).update(words="")
    Volunteer.objects.filter(pk__in=gone).update(
        town=None, times=0, note=GONE, wish="", guardian_name="", guardian_on=None,
        insured_until=None, has_vehicle=False,
    )  # fmt: skip
    audit.record_many("volunteering.forgotten", [(row, None) for row in rows], by=None, at=at)


@transaction.atomic
def registered(keys: Sequence[str], *, at: datetime) -> None:
    """Courses whose time was over long ago."""
    rows = list(Registered.objects.filter(pk__in=keys))
    audit.record_many(
        "volunteering.course_forgotten", [(row, None) for row in rows], by=None, at=at
    )
    Registered.objects.filter(pk__in=[row.pk for row in rows]).delete()
