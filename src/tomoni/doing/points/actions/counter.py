"""Somebody at the counter gets an account, without an account of the website or an address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tomoni.doing.points.actions.accounts import account_of
from tomoni.doing.points.models import Account, Scheme
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import Person


@transaction.atomic
def open_for(
    *, id: UUID, scheme: Scheme, person: Person | None, details: dict[str, Any], by: Any, at: datetime
) -> Account:  # fmt: skip
    """The account of somebody we know, or of somebody made known now. Pressed twice with one key,
    nobody is entered twice.

    Raises:
        Refused: when what was written cannot be kept of a person.
    """
    if person is None:
        person = _made_known(f"counter:{id}", details, by, at)
    return account_of(person, scheme, by=by, at=at)


def _made_known(own_id: str, details: dict[str, Any], by: Any, at: datetime) -> Person:
    known = Person.objects.filter(own_id=own_id)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            return persons.create(own_id=own_id, source=Person.Source.SELF, by=by, at=at, **details)
    except IntegrityError:  # The same press came a second time and was a moment earlier.
        return known.get()
