"""A circle and its members, as the secretariat types them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.codes import read_postcode
from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.forms.persons import PhoneField
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.ground.people.queries.teams import teams
from tomoni.town.circles.models import Circle, Member


def long_text(label: Any, *, required: bool = False, rows: int = 4, hint: Any = "") -> Any:
    return forms.CharField(
        label=label, required=required, max_length=8000, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class EditForm(Form):
    """What a circle says about itself."""

    name = forms.CharField(label=_("名前"), max_length=120)
    name_kana = forms.CharField(label=_("名前（かな）"), max_length=120, required=False)
    name_en = forms.CharField(label=_("名前（英語）"), max_length=120, required=False)
    purpose = long_text(_("何のための集まりか"), required=True)
    purpose_easy = long_text(_("やさしい日本語の説明"), rows=2)
    purpose_en = long_text(_("英語の説明"), rows=2)
    rules_text = long_text(_("会の決まり"))
    is_public = forms.BooleanField(
        label=_("公開のページをもつ"), required=False,
        help_text=_("名前を出してよいと言った会員だけが載ります。"),
    )  # fmt: skip

    @classmethod
    def initial_of(cls, circle: Circle) -> dict[str, Any]:
        return {name: getattr(circle, name) for name in cls.base_fields}


class MakeForm(EditForm):
    slug = forms.SlugField(
        label=_("アドレスの名前"), max_length=80, help_text=_("英小文字と - だけ。例：snow")
    )
    secretariat = forms.ModelChoiceField(
        label=_("事務局のチーム"), queryset=Team.objects.none(),
        help_text=_("このチームの人だけが、会員や会議の書類を扱えます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secretariat"].queryset = teams()  # type: ignore[attr-defined]


class EntrustForm(Form):
    secretariat = forms.ModelChoiceField(label=_("事務局のチーム"), queryset=Team.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secretariat"].queryset = teams()  # type: ignore[attr-defined]


class AccountField(forms.EmailField):
    """The mail address of somebody who has an account; gives the account."""

    def clean(self, value: Any) -> User | None:
        email = super().clean(value)
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _(
                    "このメールアドレスのアカウントはありません。つづりを確かめるか、お名前で登録してください。"
                )
            )
        return user


class MemberForm(Form):
    """An organisation, an account, or somebody without either."""

    organisation = forms.ModelChoiceField(
        label=_("団体"), queryset=Organisation.objects.none(), required=False,
        help_text=_("団体として入るときに選びます。"),
    )  # fmt: skip
    user = AccountField(
        label=_("個人として入る人のメールアドレス"), required=False,
        help_text=_("アカウントのある人のとき。"),
    )  # fmt: skip
    name = forms.CharField(label=_("アカウントのない人のお名前"), max_length=100, required=False)
    representative = AccountField(label=_("団体の代表として見る人のメールアドレス"), required=False)
    team = forms.ModelChoiceField(
        label=_("決まったことを渡すチーム"), queryset=Team.objects.none(), required=False
    )
    part = forms.ChoiceField(label=_("役割"), choices=Member.Part.choices, initial="member")
    from_on = DayField(label=_("いつから"), required=False)
    may_be_named = forms.BooleanField(
        label=_("公開のページに名前を出してよい"), required=False,
        help_text=_("本人（団体）に確かめてから、しるしをつけます。"),
    )  # fmt: skip
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False)
    postcode = forms.CharField(label=_("郵便番号"), max_length=10, required=False)
    address = forms.CharField(
        label=_("住所"), max_length=200, required=False,
        help_text=_("紙で知らせる人のとき。封をして保存します。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = Organisation.objects.order_by(  # type: ignore[attr-defined]
            "name_kana", "name", "pk"
        )

    def clean_postcode(self) -> str:
        read = read_postcode(self.cleaned_data["postcode"])
        if read.problem:
            raise forms.ValidationError(read.problem)
        return read.value or ""

    def values(self) -> dict[str, Any]:
        ways = ("email", "phone", "postcode", "address")
        rest = {k: v for k, v in self.cleaned_data.items() if k not in ways}
        return {**rest, "contact": {way: self.cleaned_data[way] for way in ways}}


class EndForm(Form):
    until_on = DayField(label=_("最後の日"), required=True)


class WriteForm(Form):
    """One text to all members."""

    subject = forms.CharField(label=_("件名"), max_length=100)
    text = long_text(
        _("伝える文"), required=True, rows=8,
        hint=_("人の事情は書きません。メールや手紙で届きます。"),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
