"""Forms for the second factor: six digits from an app, and passkeys."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from tomoni.ground.people.forms.signing_in import PlainWords

DIGITS = _("6けたの番号")


class SixDigitsForm(PlainWords, base.AuthenticateForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリの番号か、予備の番号を書いてください。"))}


class SixDigitsAgainForm(PlainWords, base.ReauthenticateForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリの番号か、予備の番号を書いてください。"))}


class StartAppForm(PlainWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words = {"code": (DIGITS, _("認証アプリに出ている番号を書いてください。"))}


class AddPasskeyForm(PlainWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    words = {
        "name": (_("このパスキーの呼び名"), _("例：スマートフォン")),
        "passwordless": (
            _("パスワードなしで入れるようにする"),
            _("指紋・顔・画面ロックの番号だけで入れます。"),
        ),
    }


class NamePasskeyForm(PlainWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": (_("このパスキーの呼び名"), "")}
