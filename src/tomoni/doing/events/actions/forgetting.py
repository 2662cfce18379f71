"""What goes when the term of a sign-up is over: who it was; how many came, and their ages, stay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tomoni.core import audit
from tomoni.doing.events.models import Attendance, Attendee, Invitation, SignUp

GONE = "gone:"  # Stands before the key where a mark of the form or of the contact stood.


@transaction.atomic
def sign_ups(keys: Sequence[Any], *, at: datetime) -> None:
    """Names and contacts of a party go, with those of its people and of what they were asked."""
    rows = list(SignUp.objects.filter(pk__in=keys))
    for row in rows:  # One by one: what is sealed is bound to its row.
        row.client_id, row.contact_key = f"{GONE}{row.pk.hex}", ""
        row.contact, row.answers, row.user, row.person, row.entered_by = (
            None,
            None,
            None,
            None,
            None,
        )
        row.updated_at = at
        row.save()
    for one in Attendee.objects.filter(sign_up__in=keys, who__isnull=False):
        one.who = None
        one.save(update_fields=["who"])
    _empty_attendances(Attendance.objects.filter(attendee__sign_up__in=keys))
    _empty_invitations(Invitation.objects.filter(sign_up__in=keys))
    audit.record_many("events.forgotten", ((row, None) for row in rows), by=None, at=at)


@transaction.atomic
def attendances(keys: Sequence[Any], *, at: datetime) -> None:
    """Those who came without a sign-up."""
    rows = _empty_attendances(Attendance.objects.filter(pk__in=keys))
    audit.record_many("events.attendance_forgotten", ((row, None) for row in rows), by=None, at=at)


@transaction.atomic
def invitations(keys: Sequence[Any], *, at: datetime) -> None:
    """Those who were asked and did not come."""
    rows = _empty_invitations(Invitation.objects.filter(pk__in=keys))
    audit.record_many("events.invitation_forgotten", ((row, None) for row in rows), by=None, at=at)


def _empty_attendances(found: Any) -> list[Attendance]:
    rows = list(found)
    for row in rows:
        row.user, row.who, row.noted_by = None, None, None
        row.save(update_fields=["user", "who", "noted_by"])
    return rows


def _empty_invitations(found: Any) -> list[Invitation]:
    rows = list(found)
    for row in rows:
        row.contact_key = f"{GONE}{row.pk.hex}"
        row.user, row.contact, row.words, row.invited_by = None, None, "", None
        row.save(update_fields=["contact_key", "user", "contact", "words", "invited_by"])
    return rows
