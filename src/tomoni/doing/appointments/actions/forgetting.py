"""What goes when a booking's term is over: who came and why; that somebody came at that hour stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.doing.appointments.models import Booking, WaitEntry

GONE = "gone:"  # Stands before the key where the hash of a link's key stood.


@transaction.atomic
def bookings(keys: Sequence[Any], *, at: datetime) -> None:
    """The row stays for the steps that point to it and for the counts; its link opens nothing.

    The waiting that became this booking goes with it.
    """
    WaitEntry.objects.filter(booking__in=keys).delete()
    rows = list(Booking.objects.filter(pk__in=keys).exclude(digest__startswith=GONE))
    for row in rows:  # One by one: what is sealed is bound to its row.
        row.digest = f"{GONE}{row.pk.hex}"
        row.contact, row.phone, row.concerned, row.consent = {}, None, None, None
        row.about, row.carried, row.person, row.made_by, row.from_hash = None, None, None, None, ""
        row.town, row.updated_at = None, at
        row.save()
    audit.record_many("appointments.forgotten", ((row, None) for row in rows), by=None, at=at)


@transaction.atomic
def waiting(keys: Sequence[Any], *, at: datetime) -> None:
    """Waiting that led nowhere goes as a whole."""
    rows = list(WaitEntry.objects.filter(pk__in=keys, status=WaitEntry.Status.ENDED))
    audit.record_many("appointments.wait_forgotten", ((row, None) for row in rows), by=None, at=at)
    WaitEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()
