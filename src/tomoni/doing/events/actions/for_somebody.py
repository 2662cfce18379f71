"""A delegate signs somebody up under a mandate: the seat and the word to the person in one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tomoni.doing.events.actions import joining
from tomoni.doing.events.models import SignUp
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.models import Person, Scope
from tomoni.ground.people.queries.mandates import Ground
from tomoni.web.dates import long_date


@transaction.atomic
def sign_up(*, ground: Ground, person: Person, by: Any, at: datetime, **known: Any) -> SignUp:
    """Sign somebody up, as `joining.sign_up` does for oneself.

    Raises:
        Refused: as `joining.sign_up` does, and when the mandate is over or does not hold this.
    """
    made = joining.sign_up(by=by, at=at, **known)
    occurrence = made.role.occurrence
    waits = made.status == SignUp.Status.WAITING
    with translation.override(person.language or "ja"):
        values = {
            "title": str(occurrence),
            "day": long_date(timezone.localdate(occurrence.starts_at), person.language or "ja"),
        }
        words = (
            _("「%(title)s」（%(day)s）の空きを待つ申し込みをしました")
            if waits
            else _("「%(title)s」（%(day)s）に申し込みました")
        ) % values
    mandates.acted(
        ground=ground, person=person, scope=Scope.BOOK, words=words,
        key=f"events.sign_up:{made.pk}", by=by, at=at,
    )  # fmt: skip
    return made
