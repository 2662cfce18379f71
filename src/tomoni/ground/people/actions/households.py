"""Households and relations: who lives with whom, who is what to whom, from when until when."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.models import Household, HouseholdMember, Person, Relation, User


@transaction.atomic
def move_in(
    *,
    person: Person,
    part: str,
    by: User | None,
    at: datetime,
    household: Household | None = None,
    with_person: Person | None = None,
    from_on: date | None = None,
) -> HouseholdMember:
    """Let somebody live in a household: a named one, that of another person, or a new one.

    Raises:
        Refused: when they live in one already, or the household has a head.
    """
    first = from_on or localdate(at)
    person = lock(person)
    here = HouseholdMember.objects.filter(person=person).in_force(first)
    if here.exists():
        raise Refused(
            _("この人はすでに世帯に入っています。先に今の世帯を終わらせてください。"),
            field="with_person",
        )
    if household is None and with_person is not None:
        theirs = HouseholdMember.objects.filter(person=with_person).in_force(first).first()
        household = theirs.household if theirs else None
        if household is None:
            household = Household.objects.create(created_at=at)
            head = HouseholdMember.Part.HEAD
            _join(household, with_person, head, first, by, at)
    if household is None:
        household = Household.objects.create(created_at=at)
    return _join(household, person, part, first, by, at)


def _join(
    household: Household, person: Person, part: str, first: date, by: User | None, at: datetime
) -> HouseholdMember:
    try:
        with transaction.atomic():
            row = HouseholdMember.objects.create(
                household=household, person=person, part=part, from_on=first
            )
    except IntegrityError:
        raise Refused(
            _("この世帯には世帯主がいます。ほかの続き柄を選んでください。"), field="part"
        ) from None
    audit.record(
        "people.moved_in", person, by=by, at=at,
        changes={"household": (None, str(household.pk)), "part": ("", str(part))},
    )  # fmt: skip
    return row


@transaction.atomic
def move_out(*, member: HouseholdMember, on: date, by: User | None, at: datetime) -> None:
    """Let somebody's time in a household end on a day.

    Raises:
        Refused: before it began.
    """
    member = lock(member)
    if on < member.from_on:
        raise Refused(
            _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。"),
            field="on",
        )
    before, member.until_on = member.until_on, on
    member.save(update_fields=["until_on"])
    audit.record(
        "people.moved_out", member.person, by=by, at=at, changes={"until_on": (before, on)}
    )


@transaction.atomic
def relate(
    *,
    person: Person,
    other: Person,
    kind: str,
    by: User | None,
    at: datetime,
    from_on: date | None = None,
    note: str = "",
) -> Relation:
    """Note what somebody is to a person.

    Raises:
        Refused: when both are one, or it is noted already.
    """
    if person.pk == other.pk:
        raise Refused(_("本人との間柄は登録できません。"), field="other")
    try:
        with transaction.atomic():
            row = Relation.objects.create(
                person=person,
                other=other,
                kind=kind,
                from_on=from_on or localdate(at),
                note=note.strip(),
            )
    except IntegrityError:
        raise Refused(_("この間柄はすでに登録されています。"), field="other") from None
    audit.record(
        "people.related", person, by=by, at=at,
        changes={"other": (None, str(other.pk)), "kind": ("", str(kind))},
    )  # fmt: skip
    return row


@transaction.atomic
def end_relation(*, relation: Relation, on: date, by: User | None, at: datetime) -> None:
    """Let a relation end on a day.

    Raises:
        Refused: before it began.
    """
    relation = lock(relation)
    if on < relation.from_on:
        raise Refused(
            _("始まる前の日には終わらせられません。始まりの日以後の日を入れてください。"),
            field="on",
        )
    before, relation.until_on = relation.until_on, on
    relation.save(update_fields=["until_on"])
    audit.record(
        "people.unrelated", relation.person, by=by, at=at,
        changes={"kind": (relation.kind, relation.kind), "until_on": (before, on)},
    )  # fmt: skip
