"""Households that join and leave, the circular's order, dues received, the list for a disaster."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.calendar import fiscal_year
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.models import User
from tomoni.ties.neighbourhoods import access
from tomoni.ties.neighbourhoods.actions.associations import allowed
from tomoni.ties.neighbourhoods.models import (
    Association,
    Due,
    EmergencyEntry,
    Group,
    MemberHousehold,
)
from tomoni.ties.neighbourhoods.rules.posts import Power


@transaction.atomic
def join(
    *,
    association: Association,
    name: str,
    by: Any,
    at: datetime,
    address: str = "",
    phone: str = "",
    group: Group | None = None,
    user: User | None = None,
    joined_on: date | None = None,
    is_sample: bool = False,
) -> MemberHousehold:
    """A household joins of its own will; its number is the next one."""
    held = allowed(association, Power.HOUSEHOLDS, by=by, at=at)
    top = held.households.aggregate(top=Max("number"))["top"] or 0
    last = held.households.filter(group=group).aggregate(top=Max("route_order"))["top"] or 0
    made = MemberHousehold.objects.create(
        association=held, number=top + 1, group=group, route_order=last + 1, name=name.strip(),
        address=address.strip() or None, phone=phone or None, user=user,
        joined_on=joined_on or timezone.localdate(at), is_sample=is_sample,
    )  # fmt: skip
    audit.record("neighbourhoods.joined", made, by=by, at=at)
    return made


@transaction.atomic
def correct(
    *,
    household: MemberHousehold,
    name: str,
    by: Any,
    at: datetime,
    address: str = "",
    phone: str = "",
    group: Group | None = None,
    user: User | None = None,
) -> MemberHousehold:
    allowed(household.association, Power.HOUSEHOLDS, by=by, at=at)
    held = lock(household)
    new = {
        "name": name.strip(), "address": address.strip() or None, "phone": phone or None,
        "group": group, "user": user,
    }  # fmt: skip
    changes = audit.differences(held, new)
    for field, (_old, value) in changes.items():
        setattr(held, field, value)
    held.save(update_fields=list(changes) or None)
    audit.record("neighbourhoods.household_corrected", held, by=by, at=at, changes=changes)
    return held


@transaction.atomic
def leave(*, household: MemberHousehold, left_on: date, by: Any, at: datetime) -> MemberHousehold:
    """Leaving is as free as joining; the number is not given to anybody else."""
    allowed(household.association, Power.HOUSEHOLDS, by=by, at=at)
    held = lock(household)
    if held.left_on:
        raise Refused(_("この世帯は、もう抜けています。"))
    if left_on < held.joined_on:
        raise Refused(_("入った日より前の日です。日を確かめてください。"), field="left_on")
    held.left_on = left_on
    held.save(update_fields=["left_on"])
    audit.record("neighbourhoods.left", held, by=by, at=at)
    return held


@transaction.atomic
def set_route(*, group: Group, numbers: list[int], by: Any, at: datetime) -> Group:
    """The order in which the circular goes round, by members' numbers.

    Raises:
        Refused: when somebody of the group is missing, or a number is not of it.
    """
    association = allowed(group.association, Power.ROUTE, by=by, at=at)
    mine = access.groups_of(by, association, timezone.localdate(at)) if by is not None else None
    if mine is not None and not mine.filter(pk=group.pk).exists():
        raise Refused(_("ほかの班の順番は変えられません。その班の班長に声をかけてください。"))
    rows = {
        row.number: row
        for row in group.households.select_for_update().filter(left_on=None)
    }  # fmt: skip
    if missing := sorted(set(rows) - set(numbers)):
        raise Refused(
            _("順番に入っていない会員番号があります：%(numbers)s")
            % {"numbers": "、".join(map(str, missing))},
            field="numbers",
        )
    if strange := sorted(set(numbers) - set(rows)):
        raise Refused(
            _("この班にない会員番号です：%(numbers)s") % {"numbers": "、".join(map(str, strange))},
            field="numbers",
        )
    for place, number in enumerate(dict.fromkeys(numbers), start=1):
        rows[number].route_order = place
        rows[number].save(update_fields=["route_order"])
    audit.record("neighbourhoods.route_set", group, by=by, at=at)
    return group


@transaction.atomic
def receive_dues(
    *,
    household: MemberHousehold,
    amount: int,
    paid_on: date,
    by: Any,
    at: datetime,
    way: str = Due.Way.CASH,
    year: int | None = None,
) -> Due:
    """The dues came in; the receipt's number is the next of the year."""
    association = allowed(household.association, Power.DUES, by=by, at=at)
    if amount < 1:
        raise Refused(_("金額を書いてください。"), field="amount")
    if paid_on > timezone.localdate(at):
        raise Refused(_("受け取った日が、先の日になっています。"), field="paid_on")
    of = year or fiscal_year(paid_on)
    top = association.dues.filter(year=of).aggregate(top=Max("receipt"))["top"] or 0
    try:
        with transaction.atomic():
            made = Due.objects.create(
                association=association, household=household, year=of, amount=amount,
                receipt=top + 1, way=way, paid_on=paid_on,
                taken_by=by if getattr(by, "pk", None) else None,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(
            _("%(year)s年度の会費は、もう受け取っています。領収書をもう一度印刷できます。")
            % {"year": of}
        ) from None
    audit.record("neighbourhoods.dues_received", household, by=by, at=at, note=str(made.receipt))
    return made


@transaction.atomic
def enter_emergency(
    *,
    association: Association,
    name: str,
    address: str,
    needs: str,
    agreed_on: date,
    by: Any,
    at: datetime,
    phone: str = "",
    helper: str = "",
    paper: str = "",
) -> EmergencyEntry:
    """Somebody agreed to stand on the list for a disaster."""
    held = allowed(association, Power.EMERGENCY, by=by, at=at)
    if agreed_on > timezone.localdate(at):
        raise Refused(
            _("本人が承知した日を書いてください。承知のない人は載せられません。"), field="agreed_on"
        )
    made = EmergencyEntry.objects.create(
        association=held, name=name.strip(), address=address.strip(), needs=needs.strip(),
        phone=phone or None, helper=helper.strip() or None, agreed_on=agreed_on,
        paper=paper.strip(),
    )  # fmt: skip
    audit.record("neighbourhoods.emergency_entered", made, by=by, at=at)
    return made


@transaction.atomic
def end_emergency(*, entry: EmergencyEntry, by: Any, at: datetime) -> EmergencyEntry:
    allowed(entry.association, Power.EMERGENCY, by=by, at=at)
    held = lock(entry)
    held.ended_on = timezone.localdate(at)
    held.save(update_fields=["ended_on"])
    audit.record("neighbourhoods.emergency_ended", held, by=by, at=at)
    return held
