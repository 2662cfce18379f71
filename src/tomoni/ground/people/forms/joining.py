"""Forms of the ways to begin: a code from a letter, a code in a text message."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.forms.persons import PhoneField
from tomoni.ground.people.forms.signing_in import NEW_PASSWORD, PASSWORD_HELP
from tomoni.ground.people.rules.keys import phone_key


class PasswordField(forms.CharField):
    """A new password, held to the same rules as everywhere."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=NEW_PASSWORD,
            help_text=PASSWORD_HELP,
            max_length=200,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            **more,
        )

    def clean(self, value: Any) -> str:
        password = str(super().clean(value) or "")
        if password:
            validate_password(password)
        return password


class LetterCodeForm(Form):
    code = forms.CharField(
        label=_("手紙の番号"),
        max_length=60,
        help_text=_("例：ACDE-FGHJ-KMNP。大文字・小文字は同じです。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )  # fmt: skip
    birth_on = DayField(label=_("生年月日"))
    way = forms.ChoiceField(
        label=_("これからの入り方"),
        widget=forms.RadioSelect,
        choices=[
            ("password", _("パスワードを決める")),
            ("passkey", _("パスキーを登録する（指紋・顔・画面ロック）")),
        ],
        initial="password",
    )
    password = PasswordField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("way") == "password" and not data.get("password") and not self.errors:
            self.add_error("password", _("パスワードを決めて、ここに書いてください。"))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = data["password"] if data["way"] == "password" else None
        return {"code": data["code"], "birth_on": data["birth_on"], "password": chosen}


class NumberForm(Form):
    number = PhoneField(
        label=_("携帯電話の番号"),
        help_text=_("この番号に、6けたの確認の番号を送ります。例：090-1234-5678"),
    )

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"])
        digits = phone_key(number)
        if len(digits) != 11 or not digits.startswith(("070", "080", "090")):
            raise forms.ValidationError(
                _("070・080・090で始まる携帯電話の番号を入れてください。家の電話の方は、窓口の手紙で始められます。")
            )  # fmt: skip
        return number


class TextCodeForm(Form):
    code = forms.CharField(
        label=_("6けたの番号"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        help_text=_("あだ名でもかまいません。申し込みのときに使います。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = PasswordField()
