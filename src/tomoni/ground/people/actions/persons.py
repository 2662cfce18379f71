"""Persons: made known with or without an account, and corrected.

As with accounts, the audit says which fields changed and never what stood in them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.districts.queries import town_of
from tomoni.ground.people.models import Person, User
from tomoni.ground.people.rules import keys, my_number

FIELDS = (
    "name", "name_kana", "birth_on", "phone", "email", "postcode", "address", "town",
    "language", "source", "controller", "note", "died_on", "left_on", "restricted_to",
)  # fmt: skip
OF_ACCOUNT = ("name", "name_kana", "phone", "language")
HIDDEN = "＊"


@transaction.atomic
def create(
    *,
    name: str,
    by: User | None,
    at: datetime,
    user: User | None = None,
    own_id: str = "",
    is_sample: bool = False,
    **details: Any,
) -> Person:
    """Make somebody known. They need no account.

    Raises:
        Refused: without a name, or when the day of birth lies ahead.
    """
    if unknown := set(details) - set(FIELDS):
        raise TypeError(f"not a field of a person: {unknown}")
    if not name.strip():
        raise Refused(_("お名前を入れてください。"), field="name")
    _check_days(details, at)
    _refuse_my_number({**details, "name": name, "own_id": own_id})
    _find_town(details)
    person = Person(
        name=name.strip(),
        user=user,
        own_id=own_id,
        is_sample=is_sample,
        created_at=at,
        updated_at=at,
        **details,
    )
    set_keys(person)
    person.save(force_insert=True)
    audit.record("people.person_created", person, by=by, at=at)
    return person


@transaction.atomic
def of_account(*, user: User, at: datetime) -> Person:
    """The person behind an account, made when there is none yet."""
    known = Person.objects.filter(user=user).first()
    if known is not None:
        return known
    return create(
        name=user.name or user.email or str(user.pk),
        name_kana=user.name_kana,
        phone=user.phone,
        email=user.email or "",
        language=user.language,
        user=user,
        is_sample=user.is_sample,
        by=user,
        at=at,
    )


@transaction.atomic
def edit(*, person: Person, by: User | None, at: datetime, **details: Any) -> Person:
    """Correct what is known about somebody; their account follows.

    Raises:
        Refused: when the person has been merged into another.
    """
    if unknown := set(details) - set(FIELDS):
        raise TypeError(f"not a field of a person: {unknown}")
    person = lock(person)
    if person.merged_into_id:
        raise Refused(_("この人は別の登録とまとめられています。まとめた先を開いてください。"))
    if "name" in details and not details["name"].strip():
        raise Refused(_("お名前を入れてください。"), field="name")
    _check_days(details, at)
    _refuse_my_number(details)
    if "address" in details and details["address"] != person.address:
        _find_town(details)
    changes = audit.differences(person, details)
    if not changes:
        return person
    for field, (_old, new) in changes.items():
        setattr(person, field, new)
    person.updated_at = at
    fields = [*changes, *set_keys(person), "updated_at"]
    person.save(update_fields=fields)
    if person.user and (same := [f for f in OF_ACCOUNT if f in changes]):
        user = lock(person.user)
        for field in same:
            setattr(user, field, getattr(person, field))
        user.save(update_fields=same)
    audit.record("people.person_edited", person, by=by, at=at, changes=hidden(changes))
    return person


def hidden(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The same fields with their values covered."""
    return {field: (HIDDEN if old else "", HIDDEN) for field, (old, _new) in changes.items()}


def _check_days(details: Mapping[str, Any], at: datetime) -> None:
    for field in ("birth_on", "died_on"):
        day: date | None = details.get(field)
        if day and day > at.date():
            raise Refused(_("先の日付です。もう一度お確かめください。"), field=field)


def _refuse_my_number(details: Mapping[str, Any]) -> None:
    for field, value in details.items():
        if isinstance(value, str) and my_number.holds_one(value):
            raise Refused(
                _("個人番号（マイナンバー）は登録できません。この項目から消してください。"),
                field=field,
            )


def _find_town(details: dict[str, Any]) -> None:
    """The town that an address names, unless somebody chose one."""
    if details.get("address") and not details.get("town"):
        details["town"] = town_of(details["address"])


def set_keys(person: Person) -> list[str]:
    """Fill the compared columns; the caller saves them."""
    found = keys.keys_of(
        name=person.name,
        name_kana=person.name_kana,
        phone=person.phone,
        address=person.address,
        city=city().name,
        prefecture=city().prefecture,
    )
    for field, value in found.items():
        setattr(person, field, value)
    return list(found)
