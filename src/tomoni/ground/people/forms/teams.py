"""Forms of the staff pages of teams."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.forms.persons import PhoneField
from tomoni.ground.people.models import Organisation, Team, TeamMembership, User

WEEKDAYS = (
    (1, _("月")),
    (2, _("火")),
    (4, _("水")),
    (8, _("木")),
    (16, _("金")),
    (32, _("土")),
    (64, _("日曜")),
)


class TeamForm(Form):
    name = forms.CharField(label=_("チームの名前"), max_length=120)
    name_kana = forms.CharField(label=_("チームの名前（かな）"), max_length=120, required=False)
    name_en = forms.CharField(label=_("チームの名前（英語）"), max_length=120, required=False)
    phone = PhoneField(label=_("電話番号"), required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    open_weekdays = forms.TypedMultipleChoiceField(
        label=_("開いている曜日"),
        coerce=int,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    works_on_holidays = forms.BooleanField(label=_("祝日も開いている"), required=False)
    escalates_to = forms.ModelChoiceField(
        label=_("期限を過ぎた用件の送り先"),
        queryset=Team.objects.open(),
        required=False,
        help_text=_("空欄なら総合窓口"),
    )

    @staticmethod
    def initial_of(team: Team) -> dict[str, Any]:
        known = {f: getattr(team, f) for f in TeamForm.base_fields if f != "open_weekdays"}
        return {
            **known,
            "open_weekdays": [bit for bit, _name in WEEKDAYS if team.open_weekdays & bit],
        }

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "open_weekdays": sum(self.cleaned_data["open_weekdays"])}


class NewTeamForm(TeamForm):
    slug = forms.SlugField(
        label=_("アドレスの名前"), max_length=80, help_text=_("英小文字と - だけ。例：snow")
    )
    organisation = forms.ModelChoiceField(
        label=_("団体"), queryset=Organisation.objects.order_by("name_kana", "name", "pk")
    )


class TeamMemberForm(Form):
    email = forms.EmailField(
        label=_("メールアドレス"), help_text=_("アカウントがある人のアドレスを書いてください。")
    )
    part = forms.ChoiceField(label=_("役割"), choices=TeamMembership.Part.choices, initial="member")
    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"), required=False)

    def clean_email(self) -> User:
        return account_of(str(self.cleaned_data["email"]))

    def values(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k != "email"}
        return {**kept, "user": self.cleaned_data["email"]}


class TeamDayForm(Form):
    day = DayField(label=_("日"))
    is_open = forms.TypedChoiceField(
        label=_("この日は"),
        choices=[("", _("休む")), ("1", _("開ける"))],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    note = forms.CharField(label=_("理由"), max_length=120, required=False)


class CoverForm(Form):
    absent = forms.ModelChoiceField(label=_("休む人"), queryset=User.objects.none())
    covered_by = forms.ModelChoiceField(label=_("代わりの人"), queryset=User.objects.none())
    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"))
    note = forms.CharField(label=_("メモ"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("absent", "covered_by"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


def account_of(email: str) -> User:
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        raise forms.ValidationError(
            _(
                "このアドレスのアカウントはありません。先に本人に登録してもらうか、管理者に招待を頼んでください。"
            )
        )
    return user
