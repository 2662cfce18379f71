"""Forms of the staff pages: accounts, roles, organisations, memberships and the audit."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form, ModelForm
from tomoni.core.typed import DayField
from tomoni.ground.people.access import known_roles
from tomoni.ground.people.actions import organisations
from tomoni.ground.people.models import Membership, Organisation, User
from tomoni.ground.people.role_names import role_name


class HttpsField(forms.URLField):
    """An address typed without its scheme is taken as https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


def role_choices() -> list[tuple[str, str]]:
    return [(code, role_name(code)) for code in known_roles() if code != "resident"]


class MeForm(Form):
    """What a person may correct about themselves."""

    name = forms.CharField(label=_("お名前"), max_length=100)
    name_kana = forms.CharField(label=_("お名前（かな）"), max_length=100, required=False)
    phone = forms.CharField(
        label=_("電話番号"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("使うことば"), choices=settings.LANGUAGES)


class InviteForm(Form):
    """A new member of the staff, or an editor, is invited by mail."""

    email = forms.EmailField(
        label=_("メールアドレス"), help_text=_("パスワードを決めるためのリンクを送ります。")
    )
    name = forms.CharField(label=_("お名前"), max_length=100)
    name_kana = forms.CharField(label=_("お名前（かな）"), max_length=100, required=False)
    role_codes = forms.MultipleChoiceField(
        label=_("役割"),
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("団体の編集だけをする人には、付けなくてかまいません。"),
    )


class GiveRoleForm(Form):
    role = forms.ChoiceField(label=_("役割"), choices=role_choices)
    from_on = DayField(label=_("いつから"))
    until_on = DayField(
        label=_("いつまで"),
        required=False,
        help_text=_(
            "決まっていなければ空けておきます。人事異動のある人は年度末の日を入れてください。"
        ),
    )


class EndForm(Form):
    on = DayField(label=_("最後の日"), help_text=_("この日までは使えます。"))


class OrganisationForm(ModelForm):
    class Meta:
        model = Organisation
        fields = list(organisations.FIELDS)
        field_classes = {"url": HttpsField}
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_corporate_number(self) -> str:
        number = str(self.cleaned_data["corporate_number"]).strip()
        if number and not (len(number) == 13 and number.isascii() and number.isdigit()):
            raise forms.ValidationError(
                _("法人番号は13けたの数字です。分からなければ空けてください。")
            )
        return number

    def _post_clean(self) -> None:
        """The row itself stays as it was; the action compares and writes."""


class AddMemberForm(Form):
    email = forms.EmailField(
        label=_("メールアドレス"), help_text=_("アカウントがある人のアドレスを書いてください。")
    )
    part = forms.ChoiceField(label=_("役割"), choices=Membership.Part.choices)
    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"), required=False)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        self.user = User.objects.filter(email=email, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(
                _(
                    "このアドレスのアカウントはありません。先に本人に登録してもらうか、管理者に招待を頼んでください。"
                )
            )
        return email

    def values(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k != "email"}
        return {**kept, "user": self.user}


class AuditForm(forms.Form):
    """Filters of the audit search; they live in the address."""

    act = forms.CharField(
        label=_("したこと"),
        required=False,
        max_length=80,
        help_text=_("例: 公開した、people.role_given"),
    )
    by = forms.CharField(label=_("した人"), required=False, max_length=100)
    thing = forms.CharField(label=_("対象の種類"), required=False, max_length=80)
    thing_id = forms.CharField(label=_("対象の番号"), required=False, max_length=64)
    from_on = DayField(label=_("いつから"), required=False)
    until_on = DayField(label=_("いつまで"), required=False)
