"""A visitor without account books a walk; the appointment refuses two groups of one guide at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.queries import slots
from tomoni.ground.people.contacts import Contact
from tomoni.ties.tourism.models import Programme, Visit
from tomoni.ties.tourism.rules import seasons
from tomoni.ties.tourism.rules.languages import NAMES, NEXT, spoken

LETTERS_IN = ("ja", "ja-easy", "en")  # Notices are written in these; docs/adr/0054.


@transaction.atomic
def book(
    *, programme: Programme, starts_at: datetime, people: int, contact: Contact, language: str,
    by: Any, at: datetime, token: UUID | None = None, from_hash: str = "",
) -> Visit:  # fmt: skip
    """Book a time for one group, with a guide who speaks the reader's language where one is free.

    Args:
        language: The page's: ja, ja-easy, en, zh-Hans or ko.
    """
    if not 1 <= people <= programme.most_people:
        raise Refused(
            _("一組は%(most)s人までです。もっと多いときは、電話してください。電話: %(phone)s")
            % {"most": programme.most_people, "phone": programme.kind.desk.phone},
            field="people",
        )
    if not seasons.is_in(programme.months, timezone.localdate(starts_at).month):
        raise Refused(
            _("この月は歩けません。ほかの日か、ほかのまち歩きを選んでください。"), field="at"
        )
    reading = "ja" if language == "ja-easy" else language
    made = bookings.book(
        kind=programme.kind, starts_at=starts_at, mode=programme.kind.ways[0].code,
        worker=_guide(programme, starts_at, reading, at=at), token=token, from_hash=from_hash,
        told=Told(
            contact, about=f"{programme} · {people} · {NAMES[reading]}",
            language=language if language in LETTERS_IN else "en",
        ),
        by=by, at=at,
    )  # fmt: skip
    visit, new = Visit.objects.get_or_create(
        booking=made, defaults={"programme": programme, "people": people, "language": reading}
    )
    if new:
        audit.record("tourism.visit_booked", visit, by=by, at=at)
    return visit


def _guide(programme: Programme, starts_at: datetime, reading: str, *, at: datetime) -> Any:
    """Of those free then, one who speaks the language, else the next best; None leaves it open."""
    day = timezone.localdate(starts_at)
    mode = programme.kind.ways[0].code
    free = slots.search(kind=programme.kind, first=day, last=day, at=at, mode=mode).times()
    able = next((time.workers for time in free if time.starts_at == starts_at), ())
    for wanted in (reading, NEXT[reading]):
        for worker in able:
            if wanted in spoken(worker.languages):
                return worker
    return None
