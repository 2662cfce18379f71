"""The waiting list: a seat that becomes free is offered to whoever has waited longest and fits."""

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.core.states import Step, move
from tomoni.doing.events.actions import telling
from tomoni.doing.events.models import Offer, Role, SignUp
from tomoni.doing.events.rules import joining as rules

Status = SignUp.Status
OFFER = Step.of({Status.WAITING}, Status.OFFERED, "events.offered")
ACCEPT = Step.of({Status.OFFERED}, Status.CONFIRMED, "events.offer_taken")
PASS = Step.of({Status.OFFERED}, Status.WAITING, "events.offer_passed")
EXPIRE = Step.of({Status.HELD, Status.OFFERED}, Status.EXPIRED, "events.sign_up_expired")


def held_with_role(sign_up: SignUp) -> SignUp:
    """The sign-up read afresh after its role is locked; always in this order, so nobody waits in a ring."""
    role = lock(Role.objects.get(pk=sign_up.role_id))
    held = lock(sign_up)
    held.role = Role.objects.select_related("occurrence__series").get(pk=role.pk)
    return cast(SignUp, held)


def settle(role: Role, *, at: datetime) -> bool:
    """Let go of the seats whose time is over, then offer what is free; `role` is locked already.

    Returns:
        Whether anything was let go or offered, so that the seats must be counted again.
    """
    late = SignUp.objects.filter(
        role=role, status__in=(Status.HELD, Status.OFFERED), held_until__lte=at
    )
    over = list(late.order_by("held_until", "pk"))
    for one in over:
        _run_out(one, at=at)
    if not over and role.left == 0:
        return False
    return bool(fill(role, at=at) or over)


def fill(role: Role, *, at: datetime, but: SignUp | None = None) -> list[SignUp]:
    """Offer every free seat to the first in line whose party fits; `role` is locked already.

    Args:
        but: Who has just said no, and is not asked again for the same seat.
    """
    held = Role.objects.select_related("occurrence__series").get(pk=role.pk)
    occurrence = held.occurrence
    ends = rules.offer_ends(
        at=at, starts_at=occurrence.starts_at, hours=occurrence.series.offer_hours
    )
    if ends is None or occurrence.is_cancelled or occurrence.series.status != "published":
        return []
    left, offered = held.left, []
    if left == 0:
        return []  # Nobody's row is opened while a full date is asked for again and again.
    waiting = SignUp.objects.filter(role=held).waiting()
    for one in waiting.exclude(pk=but.pk) if but else waiting:
        if left is not None and one.seats > left:
            if left == 0:
                break
            continue  # A larger party goes on waiting; an empty chair helps nobody.
        left = left if left is None else left - one.seats
        one.role = held
        offered.append(_offer(one, until=ends, at=at))
    return offered


@transaction.atomic
def accept(*, sign_up: SignUp, by: Any, at: datetime) -> SignUp:
    """Yes: the kept seat is theirs. Twice is once.

    Raises:
        Refused: after the hour, with what to do next.
    """
    held = held_with_role(sign_up)
    if held.status == Status.CONFIRMED:
        return held
    if held.status != Status.OFFERED or (held.held_until and held.held_until <= at):
        raise Refused(
            _(
                "お返事の期限を過ぎたので、席は次の方に回りました。もう一度、空きを待つことができます。"
            )
        )
    _answer(held, Offer.Outcome.TAKEN, at=at)
    move(held, ACCEPT, by=by, at=at, held_until=None)
    telling.told("signed_up", held, "taken", by=by, at=at)
    return held


@transaction.atomic
def pass_on(*, sign_up: SignUp, by: Any, at: datetime) -> SignUp:
    """Not this time: the seat goes to the next, and this party waits on at the end of the line."""
    held = held_with_role(sign_up)
    _answer(held, Offer.Outcome.LEFT, at=at)
    move(held, PASS, by=by, at=at, held_until=None, queued_at=at)
    fill(held.role, at=at, but=held)
    return held


def expire_due(*, at: datetime) -> int:
    """Holds and offers whose hour is over; their seats go to the next. How many roles were seen to."""
    due = (
        SignUp.objects.filter(status__in=(Status.HELD, Status.OFFERED), held_until__lte=at)
        .order_by("role_id")
        .values_list("role_id", flat=True)
        .distinct()
    )
    return sum(_settle_one(pk, at=at) for pk in due)


@transaction.atomic
def _settle_one(pk: Any, *, at: datetime) -> int:
    settle(lock(Role.objects.get(pk=pk)), at=at)
    return 1


def _offer(one: SignUp, *, until: datetime, at: datetime) -> SignUp:
    move(one, OFFER, by=None, at=at, held_until=until)
    made = Offer.objects.create(sign_up=one, offered_at=at, until_at=until)
    telling.told("offer", one, f"offer:{made.pk}", by=None, at=at, ends=telling.when(until))
    return one


def _run_out(one: SignUp, *, at: datetime) -> None:
    """No answer came in time. Who was silent twice leaves the line, so that it moves."""
    was_offered = one.status == Status.OFFERED
    _answer(one, Offer.Outcome.EXPIRED, at=at)
    silent = Offer.objects.filter(sign_up=one, outcome=Offer.Outcome.EXPIRED).count()
    if was_offered and silent < rules.MOST_UNANSWERED:
        move(one, PASS, by=None, at=at, held_until=None, queued_at=at)
    else:
        move(one, EXPIRE, by=None, at=at, held_until=None)
    if was_offered:
        one = SignUp.objects.select_related("role__occurrence__series").get(pk=one.pk)
        telling.told("passed", one, f"passed:{silent}", by=None, at=at)


def _answer(one: SignUp, outcome: str, *, at: datetime) -> None:
    """The open offer gets its outcome; the steps of the sign-up are what the audit keeps."""
    Offer.objects.filter(sign_up=one, outcome=Offer.Outcome.OPEN).update(
        outcome=outcome, answered_at=at
    )
