"""What is said afterwards: how it was, and what went wrong."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.core import audit, link_keys
from tomoni.core.errors import Refused
from tomoni.core.locks import lock_word
from tomoni.doing.volunteering.models import Attendance, Feedback, Incident, Shift, Volunteer
from tomoni.doing.volunteering.queries import people
from tomoni.ground.batons import actions as batons
from tomoni.town.places.actions.keeping import keeper

KIND = "volunteering.incident"


@transaction.atomic
def say(
    *, attendance: Attendance, side: str, stars: int, words: str, by: Any, at: datetime
) -> Feedback:
    """How it was, from one side; said again, the new words stand."""
    row, _is_new = Feedback.objects.update_or_create(
        attendance=attendance, side=side,
        defaults={"stars": stars, "words": words.strip(), "at": at},
    )  # fmt: skip
    audit.record("volunteering.said", row, by=by, at=at)
    return row


@transaction.atomic
def tell_incident(
    *,
    kind: str,
    happened_on: date,
    words: str,
    by: Any,
    at: datetime,
    shift: Shift | None = None,
    volunteer: Volunteer | None = None,
    client_id: UUID | None = None,
) -> Incident:
    """Something went wrong. It is urgent, and somebody has it in hand at once.

    Raises:
        Refused: without words, or for a day that lies ahead.
    """
    lock_word(f"volunteering.incident:{client_id}")
    if client_id and (known := Incident.objects.filter(client_id=client_id).first()):
        return known
    today = timezone.localdate(at)
    if not words.strip():
        raise Refused(_("何があったか、短くてよいので書いてください。"), field="words")
    if happened_on > today:
        raise Refused(_("これから先の日は書けません。"), field="happened_on")
    team = (shift.need.baton.team if shift else None) or people.centre(today) or keeper(at=at)
    baton = batons.open_baton(
        kind=KIND, title=_("手伝い中の出来事"), team=team, by=by, at=at, is_urgent=True,
        next_step=gettext_noop("電話でようすを聞き、保険と次の手伝いをどうするか決める"),
    )  # fmt: skip
    made = Incident.objects.create(
        baton=baton, number=link_keys.number("H", at), shift=shift, volunteer=volunteer, kind=kind,
        happened_on=happened_on, words={"words": words.strip()}, told_at=at, client_id=client_id,
        told_by=by if getattr(by, "pk", None) else None,
    )  # fmt: skip
    audit.record("volunteering.incident_told", made, by=by, at=at)
    return made
