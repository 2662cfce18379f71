"""What this room holds, for how long it stays (core/retention.py)."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.ground.notices.actions import forgetting
from tomoni.ground.notices.models import Delivery, Notice
from tomoni.ground.people import hooks


def told() -> QuerySet[Notice]:
    """Everything but what is still on its way."""
    going = Delivery.objects.filter(status__in=("ready", "sending", "printed"))
    rows = Notice.objects.exclude(recipient__startswith=forgetting.GONE)
    return rows.exclude(pk__in=going.values("notice"))


def retain() -> None:
    """Called once at start."""
    if forgetting.devices not in hooks.on_account_forgotten:
        hooks.on_account_forgotten.append(forgetting.devices)
    retention.register(
        retention.Held(
            code="notices.told",
            name=_("お知らせ・手紙"),
            rows=told,
            begins=F("at"),
            destroy=forgetting.notices,
            way=retention.Way.EMPTIED,
            about={"people.User": ("user",), "people.Person": ("person", "user__person")},
            shows=("kind",),
            suggested=retention.Term(years=1, clock=retention.Clock.FISCAL_YEAR),
        )
    )
