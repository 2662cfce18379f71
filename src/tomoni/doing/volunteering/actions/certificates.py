"""A certificate of hours: its facts are signed once and can be checked by anybody for ever."""

import base64
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit, link_keys, signed
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.doing.volunteering.models import Certificate, Volunteer


@transaction.atomic
def issue(
    *, volunteer: Volunteer, first_on: date, last_on: date, by: Any, at: datetime
) -> Certificate:
    """Write down and sign how much somebody helped between two days.

    Raises:
        Refused: when nothing that was approved lies between them.

    A paper says nothing of days to come: the last day is today at the latest.
    """
    today = timezone.localdate(at)
    if first_on > today:
        raise Refused(_("これから先の日は書けません。"), field="first_on")
    if last_on < first_on:
        raise Refused(_("終わりの日は、始まりの日より後にしてください。"), field="last_on")
    last_on = min(last_on, today)
    rows = volunteer.attendances.approved().filter(on__range=(first_on, last_on))
    sums = rows.aggregate(times=Count("pk"), minutes=Sum("minutes"))
    if not sums["times"]:
        raise Refused(
            _(
                "この間に、確かめられた活動がありません。日にちを広げるか、確かめ待ちの時間を見てください。"
            ),
            field="first_on",
        )
    number = link_keys.number("C", at)
    facts, key, signature = signed.sign(
        {
            "city": city().name, "number": number, "name": volunteer.person.name,
            "first": first_on.isoformat(), "last": last_on.isoformat(), "times": sums["times"],
            "minutes": sums["minutes"], "made": today.isoformat(),
        }
    )  # fmt: skip
    made = Certificate.objects.create(
        number=number, volunteer=volunteer, facts=facts.decode(), key=key,
        signature=base64.b64encode(signature).decode(), made_at=at,
        made_by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    audit.record("volunteering.certified", made, by=by, at=at)
    return made
