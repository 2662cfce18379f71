"""What this room holds, for how long it stays (core/retention.py)."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from tomoni.core.retention import Clock, Held, Term, Way, register
from tomoni.doing.points.actions import forgetting
from tomoni.doing.points.models import Account
from tomoni.ground.people.actions.forgetting import GONE


def closed() -> QuerySet[Account]:
    """Accounts that are closed and still tell whose they were; the books stay without that."""
    rows = Account.objects.filter(kind=Account.Kind.PERSON, closed_at__isnull=False)
    return rows.exclude(person__name=GONE)


def retain() -> None:
    """Called once at start.

    Five years: so long can money be asked of a town or by it (地方自治法 第236条).
    """
    register(
        Held(
            code="points.accounts",
            name=_("閉じたポイントの口座（だれのものか）"),
            rows=closed,
            begins=F("closed_at"),
            destroy=forgetting.accounts,
            way=Way.EMPTIED,
            about={"people.Person": ("person",), "people.User": ("person__user",)},
            shows=("scheme",),
            suggested=Term(years=5, clock=Clock.FISCAL_YEAR),
        )
    )
