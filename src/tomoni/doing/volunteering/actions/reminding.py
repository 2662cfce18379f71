"""The day before: who comes is reminded, who is helped hears it, and who looks after a shift hears that hands are lacking."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.locks import lock
from tomoni.doing.volunteering.actions import telling
from tomoni.doing.volunteering.actions.watching import look_again
from tomoni.doing.volunteering.models import Shift, Turn
from tomoni.doing.volunteering.queries import risks

BEFORE = timedelta(hours=30)
WARN_BEFORE = timedelta(hours=48)


def remind_due(*, at: datetime) -> int:
    """Everybody whose turn begins within the next day and a bit, once."""
    rows = Turn.objects.filter(
        status=Turn.Status.COMING, reminded_at=None, shift__cancelled_at=None,
        shift__starts_at__gt=at, shift__starts_at__lte=at + BEFORE,
    )  # fmt: skip
    return sum(_remind(pk, at=at) for pk in list(rows.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: UUID, *, at: datetime) -> int:
    turn = lock(Turn.objects.get(pk=pk))
    if turn.reminded_at or turn.status != Turn.Status.COMING:
        return 0
    turn.reminded_at = at
    turn.save(update_fields=["reminded_at"])
    telling.volunteer("reminder", turn, "reminder", by=None, at=at)
    telling.they_come(turn.shift, by=None, at=at)
    audit.record("volunteering.reminded", turn, by=None, at=at)
    return 1


def warn_due(*, at: datetime) -> int:
    """Shifts of the next two days that lack hands: the baton's next step says so, once a shift."""
    keys = [one.shift.pk for one in risks.at_risk(at=at, within=WARN_BEFORE)]
    return sum(_warn(pk, at=at) for pk in keys)


@transaction.atomic
def _warn(pk: UUID, *, at: datetime) -> int:
    shift = lock(Shift.objects.get(pk=pk))
    if shift.told_at or shift.cancelled_at:
        return 0
    shift.told_at = at
    shift.save(update_fields=["told_at"])
    look_again(
        shift.need, at, on=timezone.localdate(at),
        words=_("手伝う人が足りない回がある。電話でさがすか、中止を決める"),
    )  # fmt: skip
    audit.record("volunteering.risk_told", shift, by=None, at=at)
    return 1
