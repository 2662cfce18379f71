"""What the sign-in library tells us is written into the audit: passwords, addresses, factors."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in
from django.utils.timezone import now

from tomoni.ground.people import acting
from tomoni.ground.people.actions import accounts

HEARD = (
    (account.password_changed, "password_changed"),
    (account.password_set, "password_set"),
    (account.password_reset, "password_reset"),
    (account.email_changed, "address_changed"),
    (account.email_added, "address_added"),
    (account.email_removed, "address_removed"),
    (mfa.authenticator_added, "second_factor_added"),
    (mfa.authenticator_removed, "second_factor_removed"),
    (mfa.authenticator_reset, "recovery_codes_renewed"),
)


def listen() -> None:
    """Join the library's signals; called once at start."""
    for signal, act in HEARD:
        signal.connect(_writer(act), weak=False, dispatch_uid=f"people.{act}")
    account.email_confirmed.connect(_confirmed, dispatch_uid="people.address_confirmed")
    account.user_logged_in.connect(_signed_in, dispatch_uid="people.signed_in")
    user_logged_in.connect(_may_act, dispatch_uid="people.may_act")
    mfa.authenticator_added.connect(_shown, dispatch_uid="people.second_factor_shown")


def _writer(act: str) -> Any:
    def write(sender: Any, user: Any, **_more: Any) -> None:
        accounts.note(act=act, user=user, at=now())

    return write


def _confirmed(sender: Any, email_address: Any, **_more: Any) -> None:
    accounts.note(act="address_confirmed", user=email_address.user, at=now())


def _signed_in(sender: Any, user: Any, **_more: Any) -> None:
    """Only for people with a role: who of the staff was in, and when."""
    if len(user.role_codes()) > 1:
        accounts.note(act="signed_in", user=user, at=now())


def _may_act(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    acting.note_on_signing_in(request, user)


def _shown(sender: Any, request: Any, user: Any, authenticator: Any, **_more: Any) -> None:
    """Whoever just set a factor up has shown it; asking again at once would be unkind."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
