"""Districts in somebody's charge: given for a term, ended early when they leave."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.districts.models import District
from tomoni.ground.people.models import Charge, User


@transaction.atomic
def give(
    *,
    user: User,
    district: District,
    from_on: date,
    until_on: date,
    by: User | None,
    at: datetime,
) -> Charge:
    """Put a district into somebody's charge.

    Raises:
        Refused: when the days are in the wrong order, or they have it already.
    """
    if until_on < from_on:
        raise Refused(_("「いつまで」は「いつから」より後の日にしてください。"), field="until_on")
    user = lock(user)
    overlapping = Charge.objects.filter(
        user=user, district=district, from_on__lte=until_on, until_on__gte=from_on
    )
    again = _("この人は、この地区をすでに受け持っています。")
    if overlapping.exists():
        raise Refused(again, field="district")
    try:
        with transaction.atomic():
            charge = Charge.objects.create(
                user=user, district=district, from_on=from_on, until_on=until_on
            )
    except IntegrityError:
        raise Refused(again, field="district") from None
    audit.record(
        "people.charge_given", user, by=by, at=at,
        changes={"district": (None, district.code), "until_on": (None, until_on)},
    )  # fmt: skip
    return charge


@transaction.atomic
def end(*, charge: Charge, on: date, by: User, at: datetime) -> Charge:
    """Take a district out of somebody's charge after a day."""
    charge = lock(charge)
    if on < charge.from_on:
        raise Refused(
            _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。"),
            field="on",
        )
    before, charge.until_on = charge.until_on, min(on, charge.until_on)
    charge.save(update_fields=["until_on"])
    audit.record(
        "people.charge_ended", charge.user, by=by, at=at,
        changes={"until_on": (before, charge.until_on)},
    )  # fmt: skip
    return charge
