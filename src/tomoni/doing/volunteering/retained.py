"""What this room holds of volunteers, and for how long (core/retention.py)."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.core.retention import Held, Term, Way, register
from tomoni.doing.volunteering.actions import forgetting
from tomoni.doing.volunteering.models import Registered, Volunteer
from tomoni.ground.batons.matters import GONE


def _left() -> Any:
    return Volunteer.objects.exclude(ended_at=None).exclude(note=GONE)


def retain() -> None:
    """Called once at start."""
    register(
        Held(
            code="volunteering.volunteers",
            name=_("やめたボランティアの登録"),
            rows=_left,
            begins=F("ended_at"),
            destroy=forgetting.volunteers,
            way=Way.EMPTIED,
            about={"people.Person": ("person",)},
            shows=("joined_at",),
            suggested=Term(years=5, clock=retention.Clock.FISCAL_YEAR),
        )
    )
    register(
        Held(
            code="volunteering.registered",
            name=_("受講の名簿（期限が過ぎたもの）"),
            rows=lambda: Registered.objects.exclude(until_on=None),
            begins=F("until_on"),
            destroy=forgetting.registered,
            about={"people.Person": ("person",)},
            shows=("register",),
            suggested=Term(years=5, clock=retention.Clock.FISCAL_YEAR),
            is_day=True,
        )
    )
