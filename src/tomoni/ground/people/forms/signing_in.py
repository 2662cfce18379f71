"""Forms for signing in and signing up, in plain words and without boxes that ask twice."""

import unicodedata
from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.plain_errors import PlainErrorsMixin
from tomoni.ground.people.rules.keys import phone_key

ADDRESS = _("メールアドレス")
PASSWORD = _("パスワード")
NEW_PASSWORD = _("新しいパスワード")
PASSWORD_HELP = _("10文字以上。短い言葉を三つ四つ続けると、覚えやすく破られにくくなります。")


class PlainWords(PlainErrorsMixin):
    """Puts our labels in place of the library's and drops its placeholders, which vanish
    while one types and are too pale to read."""

    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(PlainWords, allauth.LoginForm):  # type: ignore[misc]
    """A mail address, or a telephone number as people type it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("メールアドレスか電話番号"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )
        self.order_fields(["login", "password", "remember"])

    def clean_login(self) -> str:
        """An address in full-width letters is the same address."""
        return unicodedata.normalize("NFKC", self.cleaned_data["login"]).strip()

    def user_credentials(self) -> dict[str, Any]:
        login, password = self.cleaned_data["login"], self.cleaned_data.get("password")
        if "@" in login or not phone_key(login):
            return {"email": login, "password": password}
        return {"phone": phone_key(login), "password": password}

    def _clean_with_password(self, credentials: dict[str, Any]) -> Any:
        data = super()._clean_with_password(credentials)
        if "phone" in credentials:
            # Whoever signs in by number was proved by that number; a mail address waits its turn.
            self._login.email_verification = "none"
        return data

    words = {"login": (_("メールアドレスか電話番号"), ""), "password": (PASSWORD, ""), "remember": (
        _("次からは、ログインしたままにする"), _("自分だけが使う電話やパソコンのときに選んでください。")
    )}  # fmt: skip


class SignUpForm(PlainWords, allauth.SignupForm):  # type: ignore[misc]
    field_order = ["name", "email", "password1"]
    words = {
        "email": (ADDRESS, _("確認の番号を送ります。")),
        "password1": (PASSWORD, PASSWORD_HELP),
    }


class NumberFromMailForm(PlainWords, allauth.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    words = {"code": (_("メールに書いてある番号"), _("例：ABCD-1234。大文字・小文字は同じです。"))}


class AskForLinkForm(PlainWords, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (ADDRESS, _("登録したメールアドレスを書いてください。"))}


class ChoosePasswordForm(PlainWords, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    password2 = None
    words = {"password1": (NEW_PASSWORD, PASSWORD_HELP)}


class ChangePasswordForm(PlainWords, allauth.ChangePasswordForm):  # type: ignore[misc]
    password2 = None
    words = {
        "oldpassword": (_("いまのパスワード"), ""),
        "password1": (NEW_PASSWORD, PASSWORD_HELP),
    }


class ChangeAddressForm(PlainWords, allauth.AddEmailForm):  # type: ignore[misc]
    words = {"email": (_("新しいメールアドレス"), _("確認の番号を送ります。"))}


class PasswordAgainForm(PlainWords, allauth.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": (PASSWORD, "")}
