"""Forms for the second factor: six digits from an app, and passkeys."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.forms.signing_in import PlainWords

BROKEN = _("パスキーの答えを読めませんでした。もう一度お試しください。")

DIGITS = _("6けたの番号")


class SixDigitsForm(PlainWords, base.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリの番号か、予備の番号を書いてください。"))}


class SixDigitsAgainForm(PlainWords, base.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリの番号か、予備の番号を書いてください。"))}


class StartAppForm(PlainWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリに出ている番号を書いてください。"))}


class ReadsWithCare:
    """An answer of the wrong shape is a refusal, not a fault: the library's parser trips over
    numbers and lists where it expects text."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (TypeError, KeyError, ValueError, AttributeError):
            raise forms.ValidationError(BROKEN) from None


class SignInByPasskeyForm(ReadsWithCare, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmByPasskeyForm(ReadsWithCare, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(ReadsWithCare, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(PlainWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        try:
            return super().clean()
        except (TypeError, KeyError, ValueError, AttributeError):
            raise forms.ValidationError(BROKEN) from None

    words = {
        "name": (_("このパスキーの呼び名"), _("例：スマートフォン")),
        "passwordless": (
            _("パスワードなしで入れるようにする"),
            _("指紋・顔・画面ロックの番号だけで入れます。"),
        ),
    }


class NamePasskeyForm(PlainWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": (_("このパスキーの呼び名"), "")}
