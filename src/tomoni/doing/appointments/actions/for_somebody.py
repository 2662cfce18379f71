"""A delegate books under a mandate: the booking and the word to the person in one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tomoni.core import clock
from tomoni.doing.appointments.actions import booking
from tomoni.doing.appointments.models import Booking
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.models import Person, Scope
from tomoni.ground.people.queries.mandates import Ground
from tomoni.web.dates import long_date


@transaction.atomic
def book(*, ground: Ground, person: Person, by: Any, at: datetime, **known: Any) -> Booking:
    """Book a time for somebody, as `booking.book` does for oneself.

    Raises:
        Refused: as `booking.book` does, and when the mandate is over or does not hold this.
    """
    made = booking.book(by=by, at=at, **known)
    return _told(made, ground, person, by=by, at=at)


@transaction.atomic
def book_seat(*, ground: Ground, person: Person, by: Any, at: datetime, **known: Any) -> Booking:
    """Take one seat of a date for a group, as `booking.book_seat` does for oneself."""
    made = booking.book_seat(by=by, at=at, **known)
    return _told(made, ground, person, by=by, at=at)


def consent_words(ground: Ground) -> str:
    """What stands for the person's own word in the booking: their mandate."""
    mandate = ground.mandate
    if mandate is None:
        return str(_("窓口が代わりにする登録による"))
    return _("登録された約束による（%(kind)s、%(proof)s）") % {
        "kind": mandate.get_kind_display(),
        "proof": mandate.get_proof_display(),
    }


def _told(made: Booking, ground: Ground, person: Person, *, by: Any, at: datetime) -> Booking:
    starts = timezone.localtime(made.starts_at)
    with translation.override(person.language or "ja"):
        words = _("「%(kind)s」を予約しました（%(day)s %(time)s）") % {
            "kind": made.kind.name,
            "day": long_date(starts.date(), person.language or "ja"),
            "time": clock.show(starts.hour * 60 + starts.minute),
        }
    mandates.acted(
        ground=ground, person=person, scope=Scope.BOOK, words=words,
        key=f"appointments.booking:{made.pk}", by=by, at=at,
    )  # fmt: skip
    return made
