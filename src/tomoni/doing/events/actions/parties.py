"""A party that has signed up: it changes, it cancels, the organiser says yes or no."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.states import Step, move
from tomoni.doing.events.actions import telling, waiting
from tomoni.doing.events.actions.admitting import fits, full_words, may_come
from tomoni.doing.events.actions.told import Told, write_guests
from tomoni.doing.events.models import Offer, SignUp
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import Contact

Status = SignUp.Status
CANCEL = Step.of(SignUp.ALIVE, Status.CANCELLED, "events.sign_up_cancelled")
APPROVE = Step.of({Status.ASKED}, Status.CONFIRMED, "events.sign_up_approved")
DECLINE = Step.of({Status.ASKED, Status.WAITING}, Status.DECLINED, "events.sign_up_declined")


@transaction.atomic
def change(
    *, sign_up: SignUp, guests: Sequence[Guest], needs: str, by: Any, at: datetime
) -> SignUp:
    """Other people come, more or fewer; what is given back goes to the next in line."""
    held = waiting.held_with_role(sign_up)
    _still_changeable(held, at=at)
    if not guests:
        raise Refused(
            _("来る人を一人は書いてください。だれも来られないときは、取り消してください。")
        )
    old = Told(Contact(""), guests, (held.answers or {}).get("answers", {}), needs)
    may_come(held.role.occurrence.series, guests, old, by_staff=False)
    more = len(guests) - held.seats
    if more > 0 and held.status != Status.WAITING and not fits(held.role, more, at=at):
        raise Refused(full_words(held.role, more))
    before = held.seats
    held.seats, held.answers, held.updated_at = len(guests), old.sealed_answers(), at
    held.save(update_fields=["seats", "answers", "updated_at"])
    held.attendees.filter(order__gte=len(guests)).delete()
    write_guests(held, guests)
    audit.record(
        "events.sign_up_changed", held, by=by, at=at, changes={"seats": (before, held.seats)}
    )
    if more < 0:
        waiting.fill(held.role, at=at)
    return held


@transaction.atomic
def cancel(*, sign_up: SignUp, by: Any, at: datetime, tell: bool = True) -> SignUp:
    """They do not come; the seats go to the next in line. Twice is once."""
    held = waiting.held_with_role(sign_up)
    if held.status == Status.CANCELLED:
        return held
    _still_changeable(held, at=at)
    Offer.objects.filter(sign_up=held, outcome=Offer.Outcome.OPEN).update(
        outcome=Offer.Outcome.LEFT, answered_at=at
    )
    move(held, CANCEL, by=by, at=at, held_until=None)
    if tell:
        telling.told("cancelled", held, "cancelled", by=by, at=at)
    waiting.fill(held.role, at=at)
    return held


@transaction.atomic
def decide(*, sign_up: SignUp, yes: bool, by: Any, at: datetime) -> SignUp:
    """The organiser's answer to a party that asked; a no gives its seats to the next in line."""
    held = waiting.held_with_role(sign_up)
    move(held, APPROVE if yes else DECLINE, by=by, at=at)
    telling.told("signed_up" if yes else "declined", held, "decided", by=by, at=at)
    if not yes:
        waiting.fill(held.role, at=at)
    return held


def _still_changeable(held: SignUp, *, at: datetime) -> None:
    if held.status not in SignUp.ALIVE:
        raise Refused(_("この申し込みは、もう終わっています。新しく申し込んでください。"))
    if held.role.occurrence.starts_at <= at:
        raise Refused(_("もう始まっています。会場か主催者に、電話でお知らせください。"))
