"""What residents answer: what they need, what they can do, how long they helped."""

import uuid
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form, OpenForm
from tomoni.core.typed import DayField
from tomoni.doing.volunteering.models import Incident, Kind, Need, Skill
from tomoni.doing.volunteering.rules import times
from tomoni.doing.volunteering.rules.hours import read_minutes
from tomoni.ground.districts.forms import TownField
from tomoni.ground.people.contacts import Contact

DAYS = (_("月"), _("火"), _("水"), _("木"), _("金"), _("土"), _("日"))
PARTS = (_("午前"), _("午後"), _("夕方から"))
REACH = (
    (500, _("歩いて5分くらい（500m）")),
    (1500, _("歩いて20分くらい（1.5km）")),
    (3000, _("3kmくらいまで")),
    (8000, _("8kmくらいまで")),
    (50000, _("市内のどこでも")),
)


def slots() -> list[tuple[str, str]]:
    """The parts of a week as choices; the value is the bit."""
    return [
        (str(times.bit(day, part)), f"{DAYS[day]} {PARTS[part]}")
        for day in range(7)
        for part in range(len(PARTS))
    ]


class Times(forms.MultipleChoiceField):
    """Ticked parts of the week, as one number."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=slots, required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return [bit for bit, _name in slots() if value & int(bit)]
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        return sum({int(one) for one in super().clean(value)})


class MinutesField(forms.CharField):
    """``90``, ``1:30`` or ``1時間半``."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            max_length=20, help_text=_("例: 90、1:30、1時間半"),
            widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}), **more,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_minutes(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None


class AskForm(OpenForm):
    """Somebody needs hands; asked in the order in which people tell it."""

    kind = forms.ChoiceField(label=_("どんな手伝いですか"), choices=Kind.choices)
    title = forms.CharField(
        label=_("ひとことで"), max_length=120, help_text=_("例: 玄関から道路までの雪かき。名前や住所は書かないでください。"),
    )  # fmt: skip
    when = forms.CharField(
        label=_("いつがよいですか"), max_length=200, required=False,
        help_text=_("例: 12月から3月、雪が積もった日の朝"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("くわしく"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("職員と、手伝いに行く人だけが読みます。"),
    )  # fmt: skip
    town = TownField(label=_("町"), required=False)
    place = forms.CharField(
        label=_("場所"), max_length=200, required=False,
        help_text=_("番地や建物の名前。職員と、手伝いに行く人だけが読みます。"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("お名前"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("電話番号"), max_length=30, required=False, help_text=_("確かめのお電話をします。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    email = forms.CharField(
        label=_("メールアドレス"), max_length=254, required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any = None, **known: Any) -> None:
        super().__init__(*args, **known)
        if organisations is not None and organisations.exists():
            self.fields["organisation"] = forms.ModelChoiceField(
                label=_("団体として手伝ってほしいとき"), queryset=organisations, required=False,
                empty_label=_("自分のこと（団体ではない）"),
            )  # fmt: skip
            self.order_fields(["kind", "organisation"])

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said.pop("website")
        token = said.pop("token")
        contact = Contact(
            name=said.pop("name"), phone=said.pop("phone"), email=said.pop("email"),
            address=said["place"],
        )  # fmt: skip
        return {**said, "contact": contact, "client_id": token}


class ProfileForm(Form):
    """What somebody can do, when, and how far they go."""

    birth_on = DayField(
        label=_("生年月日"), required=False,
        help_text=_("年齢の決まりがある手伝いと、18歳未満の方の承諾のために聞きます。"),
    )  # fmt: skip
    town = TownField(label=_("どの町から出かけますか"), required=False)
    reach_m = forms.TypedChoiceField(
        label=_("どのくらい遠くまで行けますか"), choices=REACH, coerce=int, initial=3000
    )
    skills = forms.MultipleChoiceField(
        label=_("できること"), choices=Skill.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    wish = forms.ChoiceField(
        label=_("してみたい手伝い"), choices=[("", _("どれでも")), *Kind.choices], required=False
    )
    times = Times(
        label=_("来られるとき"), help_text=_("選ばなければ、いつでも聞いてよいことになります。")
    )
    most_a_week = forms.IntegerField(
        label=_("週に何回まで"), initial=2, validators=[MinValueValidator(1), MaxValueValidator(14)],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )  # fmt: skip
    has_vehicle = forms.BooleanField(label=_("車を出せます"), required=False)
    is_paused = forms.BooleanField(
        label=_("いまはお休みします（声をかけないでください）"), required=False
    )

    rare = ("most_a_week", "is_paused", "wish", "has_vehicle")

    def __init__(self, *args: Any, knows_birth: bool = False, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        if knows_birth:
            del self.fields["birth_on"]

    def values(self) -> dict[str, Any]:
        return {"birth_on": None, **self.cleaned_data}


class NeedField(forms.ModelChoiceField):
    """Needs by their heading in the reader's language."""

    def label_from_instance(self, need: Any) -> str:
        return f"{need.said} ({need.original})" if need.original else need.said


class ReportForm(Form):
    """Hours that nobody wrote down."""

    need = NeedField(
        label=_("どの手伝いですか"), queryset=Need.objects.none(), empty_label=_("選んでください")
    )
    on = DayField(label=_("いつ手伝いましたか"))
    minutes = MinutesField(label=_("どのくらいの時間"))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, needs: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.fields["need"].queryset = needs  # type: ignore[attr-defined]
        self.initial.setdefault("on", localdate())
        self.initial.setdefault("token", uuid.uuid4())

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        token = said.pop("token")
        return {**said, "client_id": token}


class IncidentForm(Form):
    """What went wrong; the telephone stands above it."""

    kind = forms.ChoiceField(
        label=_("何がありましたか"), choices=Incident.Kind.choices, widget=forms.RadioSelect
    )
    happened_on = DayField(label=_("いつのことですか"))
    words = forms.CharField(
        label=_("ようす"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("けがの場所、こわれた物、いまどうしているか。職員だけが読みます。"),
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial.setdefault("happened_on", localdate())
        self.initial.setdefault("token", uuid.uuid4())

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        token = said.pop("token")
        return {**said, "client_id": token}


class AnswerForm(Form):
    """Whoever was helped says yes, or what is not so."""

    name = forms.CharField(
        label=_("あなたのお名前"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reason = forms.CharField(
        label=_("ちがうときは、どこがちがうか"), max_length=200, required=False
    )


class NumberForm(Form):
    """At the place: the number of the turn."""

    number = forms.CharField(
        label=_("受付番号"), max_length=12, help_text=_("Vで始まる番号です。受付票にあります。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        from unicodedata import normalize

        return normalize("NFKC", str(self.cleaned_data["number"])).strip().upper()


class FeedbackForm(Form):
    """How it was."""

    stars = forms.TypedChoiceField(
        label=_("どうでしたか"), coerce=int, widget=forms.RadioSelect,
        choices=[(5, _("とてもよかった")), (4, _("よかった")), (3, _("ふつう")), (2, _("いまひとつ")), (1, _("困った"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("ひとこと"), max_length=500, required=False, help_text=_("職員だけが読みます。")
    )


class PeriodForm(Form):
    """From when to when a certificate speaks."""

    first_on = DayField(label=_("いつから"))
    last_on = DayField(label=_("いつまで"))


class VerifyForm(Form):
    """The words of a certificate's code."""

    code = forms.CharField(
        label=_("証明書のコードの文字"), widget=forms.Textarea(attrs={"rows": 5}), max_length=3000,
        help_text=_("コードを読み取ると出る、TOMONI1 で始まる文字です。"),
    )  # fmt: skip
