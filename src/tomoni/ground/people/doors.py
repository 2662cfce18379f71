"""The sign-in library's pages with our marks, so that each of its doors is decided by us.

A page the library adds with a new version stops the program here until it is in one of the lists.
"""

from collections.abc import Iterator

from allauth.urls import urlpatterns as allauth_urls
from django.urls import URLPattern, URLResolver

from tomoni.core.access import login_is_enough, public

OPEN = {
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_email_verification_sent", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
OWN = {
    "account_reauthenticate", "account_email", "account_change_password", "account_set_password",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip


def marked() -> list[URLPattern | URLResolver]:
    """All pages of the library that are used here, marked."""
    for entry in _flat(allauth_urls):
        if entry.name in OPEN:
            public(entry.callback)
        elif entry.name in OWN:
            login_is_enough(entry.callback)
        else:
            raise RuntimeError(f"decide in people/doors.py who may open {entry.name}")
    return list(allauth_urls)


def _flat(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _flat(entry.url_patterns)
        else:
            yield entry
