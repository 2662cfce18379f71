"""Roles: given for a time, ended on a day; the last administrator keeps theirs."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.access import known_roles
from tomoni.ground.people.models import RoleHeld, User
from tomoni.ground.people.rules import holding


@transaction.atomic
def give(
    *,
    user: User,
    role: str,
    by: User | None,
    at: datetime,
    from_on: date | None = None,
    until_on: date | None = None,
) -> RoleHeld:
    """Let somebody hold a role from a day on.

    Raises:
        Refused: when the role is unknown, the days are in the wrong order, or it is held already.
    """
    first = from_on or localdate(at)
    if why := holding.why_not_give(
        role=role, known=set(known_roles()), from_on=first, until_on=until_on
    ):
        raise Refused(why)
    user = lock(user)
    if user.roles_held.filter(role=role).in_force(first).exists():
        raise Refused(_("この人は、その役割をすでに持っています。"))
    try:
        with transaction.atomic():
            held = RoleHeld.objects.create(
                user=user, role=role, from_on=first, until_on=until_on, given_by=by
            )
    except IntegrityError:
        raise Refused(_("この人は、その役割をすでに持っています。")) from None
    audit.record(
        "people.role_given", user, by=by, at=at,
        changes={"role": ("", role), "from_on": (None, first), "until_on": (None, until_on)},
    )  # fmt: skip
    return held


@transaction.atomic
def end(*, held: RoleHeld, on: date, by: User, at: datetime) -> RoleHeld:
    """Let a role end on a day, which is the last day it is held.

    Raises:
        Refused: before its first day, or when no administrator would be left.
    """
    others = hold_other_admins(held.user, at=at)
    held = lock(held)
    if why := holding.why_not_end(role=held.role, from_on=held.from_on, on=on, other_admins=others):
        raise Refused(why)
    before, held.until_on = held.until_on, on
    held.save(update_fields=["until_on"])
    audit.record(
        "people.role_ended", held.user, by=by, at=at,
        changes={"role": (held.role, held.role), "until_on": (before, on)},
    )  # fmt: skip
    return held


def hold_other_admins(user: User, *, at: datetime) -> int:
    """How many other administrators stay, counted while all of their rows are held.

    Two administrators who end each other's role at the same moment would each count the other;
    the rows are therefore taken in hand first, always in the same order.
    """
    admins = RoleHeld.objects.filter(role=holding.ADMIN, until_on=None).order_by("pk")
    held = list(admins.select_for_update().values_list("pk", flat=True))
    return (
        RoleHeld.objects.filter(pk__in=held, until_on=None, user__is_active=True)
        .in_force(localdate(at))
        .exclude(user=user)
        .count()
    )
