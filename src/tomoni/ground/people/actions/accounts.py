"""Accounts: made by the person or by an administrator, corrected, switched off and on again.

The audit says which fields changed, never a name or an address: its rows can not be deleted,
and what a person asks us to forget must not stay there.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.actions import persons, roles
from tomoni.ground.people.models import User
from tomoni.ground.people.rules import holding

DETAILS = ("name", "name_kana", "phone", "language")
HIDDEN = "＊"


@transaction.atomic
def sign_up(*, user: User, email: str, password: str | None, at: datetime) -> User:
    """Keep the account of somebody who signed up; the address is confirmed afterwards."""
    user.email, user.joined_at = email.lower(), at
    user.set_password(password)
    user.save()
    persons.of_account(user=user, at=at)
    audit.record("people.signed_up", user, by=user, at=at)
    return user


@transaction.atomic
def create(
    *,
    email: str,
    name: str,
    by: User | None,
    at: datetime,
    name_kana: str = "",
    phone: str = "",
    language: str = "ja",
    password: str | None = None,
    is_sample: bool = False,
    role_codes: Iterable[str] = (),
) -> User:
    """An account made by an administrator or for the sample town, with its address confirmed.

    Without a password the person chooses one through the link of the invitation.

    Raises:
        Refused: when the address already has an account.
    """
    email = email.strip().lower()
    if EmailAddress.objects.filter(email=email).exists() or User.objects.filter(email=email):
        raise Refused(
            _("このメールアドレスのアカウントはすでにあります。一覧から開いてください。"),
            field="email",
        )
    user = User(
        email=email,
        name=name.strip(),
        name_kana=name_kana.strip(),
        phone=phone,
        language=language,
        is_sample=is_sample,
        joined_at=at,
    )
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    persons.of_account(user=user, at=at)
    audit.record("people.created", user, by=by, at=at)
    for role in role_codes:
        roles.give(user=user, role=role, by=by, at=at)
    return user


@transaction.atomic
def edit(*, user: User, by: User, at: datetime, **details: Any) -> User:
    """Correct name, reading, telephone or language."""
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise TypeError(f"not a detail of an account: {unknown}")
    user = lock(user)
    changes = audit.differences(user, details)
    if not changes:
        return user
    for field, (_old, new) in changes.items():
        setattr(user, field, new)
    user.save(update_fields=list(changes))
    person = persons.of_account(user=user, at=at)
    persons.edit(person=person, by=by, at=at, **{f: getattr(user, f) for f in changes})
    audit.record("people.edited", user, by=by, at=at, changes=_hidden(changes))
    return user


@transaction.atomic
def switch_off(*, user: User, by: User, at: datetime) -> User:
    """Close an account: it can no longer sign in, and its open pages stop working.

    Raises:
        Refused: when it is the last administrator's.
    """
    others = roles.hold_other_admins(user, at=at)
    user = lock(user)
    if not user.is_active:
        return user
    if holding.ADMIN in user.role_codes() and not others:
        raise Refused(holding.last_admin())
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record("people.switched_off", user, by=by, at=at, changes={"is_active": (True, False)})
    return user


@transaction.atomic
def switch_on(*, user: User, by: User, at: datetime) -> User:
    """Let a closed account sign in again."""
    user = lock(user)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("people.switched_on", user, by=by, at=at, changes={"is_active": (False, True)})
    return user


@transaction.atomic
def note(*, act: str, user: User, at: datetime) -> None:
    """Write down what a person did with their own way of signing in, such as a new password."""
    audit.record(f"people.{act}", user, by=user, at=at)


@transaction.atomic
def note_by(*, act: str, user: User, by: User, at: datetime) -> None:
    """Write down what an administrator did for a person, such as sending the link again."""
    audit.record(f"people.{act}", user, by=by, at=at)


def _hidden(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The same fields with their values covered, except the language, which names nobody."""
    return {
        field: pair if field == "language" else (HIDDEN if pair[0] else "", HIDDEN)
        for field, pair in changes.items()
    }
