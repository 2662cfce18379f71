"""Old notices keep their kind, day and outcome; to whom and what goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from tomoni.core import audit
from tomoni.ground.notices.models import (
    Choice,
    Delivery,
    LineLink,
    Notice,
    Preference,
    PushSubscription,
    Wording,
)

GONE = "gone:"


@transaction.atomic
def notices(keys: Sequence[str], *, at: datetime) -> None:
    """Whom they went to and where; words that no other notice still needs are emptied too."""
    rows = list(Notice.objects.filter(pk__in=keys))
    gone = [row.pk for row in rows]
    wordings = {row.wording_id for row in rows}
    Delivery.objects.filter(notice__in=gone).update(address="", later=[])
    named = Concat(Value(GONE), Cast("pk", CharField()))
    Notice.objects.filter(pk__in=gone).update(
        name="", user=None, person=None, key="", recipient=named
    )
    kept = Notice.objects.filter(wording=OuterRef("pk")).exclude(recipient__startswith=GONE)
    Wording.objects.filter(~Exists(kept), pk__in=wordings).update(
        subject="", short="", text="", url=""
    )
    audit.record_many("notices.forgotten", ((row, None) for row in rows), by=None, at=at)


@transaction.atomic
def devices(*, keys: Sequence[Any], at: datetime) -> None:
    """What an account chose and where its notices went."""
    names = [f"user:{key}" for key in keys]
    for rows in (
        PushSubscription.objects.filter(user__in=keys),
        LineLink.objects.filter(user__in=keys),
        Preference.objects.filter(recipient__in=names),
        Choice.objects.filter(recipient__in=names),
    ):
        audit.record_many("notices.choice_forgotten", ((r, None) for r in rows), by=None, at=at)
        rows.delete()
