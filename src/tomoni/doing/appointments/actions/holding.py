"""Taking a person or a room for a time. The database refuses a second holder; this says so in words."""

from typing import Any

from django.db import IntegrityError, transaction

from tomoni.core.locks import lock
from tomoni.doing.appointments.models import Hold, Resource


class Taken(Exception):
    """Somebody else holds it; the caller tries the next one or refuses in words."""


def resource_of(*, user: Any = None, room: Any = None) -> Resource:
    """The row that stands for a person or a room; made when first needed."""
    found, _new = (
        Resource.objects.get_or_create(user=user)
        if user is not None
        else Resource.objects.get_or_create(room=room)
    )
    return found


def take(resource: Resource, *, starts: int, ends: int, **what: Any) -> Hold:
    """Hold a resource; must be called inside a transaction.

    Raises:
        Taken: when it is held by something else in that time. The database decides; the look
            before it only spares a failed statement.
    """
    lock(resource)
    try:
        with transaction.atomic():
            return Hold.objects.create(resource=resource, starts=starts, ends=ends, **what)
    except IntegrityError:
        raise Taken from None


def release(**what: Any) -> None:
    """Let go of all that something holds."""
    Hold.objects.filter(**what).delete()
