"""Who belongs to an organisation, and who may keep its entries up to date."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.models import Membership, Organisation, User


@transaction.atomic
def add(
    *,
    user: User,
    organisation: Organisation,
    by: User | None,
    at: datetime,
    part: str = Membership.Part.EDITOR,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Membership:
    """Let somebody belong to an organisation from a day on.

    Raises:
        Refused: when the days are in the wrong order, or they already belong to it.
    """
    first = from_on or localdate(at)
    if until_on and until_on < first:
        raise Refused(_("「いつまで」は「いつから」より後の日にしてください。"), field="until_on")
    user = lock(user)
    mine = user.memberships.filter(organisation=organisation, part=part)
    if mine.in_force(first).exists():
        raise Refused(_("この人は、この団体にすでに登録されています。"))
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                user=user, organisation=organisation, part=part, from_on=first, until_on=until_on
            )
    except IntegrityError:
        raise Refused(_("この人は、この団体にすでに登録されています。")) from None
    audit.record(
        "people.membership_added", organisation, by=by, at=at,
        changes={"user": (None, str(user.pk)), "part": ("", str(part)), "from_on": (None, first)},
    )  # fmt: skip
    return made


@transaction.atomic
def end(*, membership: Membership, on: date, by: User, at: datetime) -> Membership:
    """Let a membership end on a day, which is its last.

    Raises:
        Refused: before its first day.
    """
    membership = lock(membership)
    if on < membership.from_on:
        raise Refused(
            _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。"),
            field="on",
        )
    before, membership.until_on = membership.until_on, on
    membership.save(update_fields=["until_on"])
    audit.record(
        "people.membership_ended", membership.organisation, by=by, at=at,
        changes={"user": (str(membership.user_id), None), "until_on": (before, on)},
    )  # fmt: skip
    return membership
