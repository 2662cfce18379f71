"""What staff and hosts answer: needs, shifts, volunteers at the counter, courses."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.core.forms import Form
from tomoni.core.typed import ClockField, DayField
from tomoni.doing.events.models import Series
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.queries import earned
from tomoni.doing.volunteering.forms.public import (
    AskForm,
    FeedbackForm,
    IncidentForm,
    MinutesField,
    ProfileForm,
)
from tomoni.doing.volunteering.models import Feedback, Kind, Post, Register, Skill, Turn
from tomoni.ground.batons.models import Baton
from tomoni.ground.districts.forms import TownField
from tomoni.ground.people.models import Organisation

__all__ = ["AskForFormStaff", "IncidentForm", "MinutesField"]


class AskForFormStaff(AskForm):
    """The same questions, heard on the telephone or read from paper."""

    organisation = forms.ModelChoiceField(
        label=_("受け入れる団体（団体のとき）"), queryset=Organisation.objects.all(), required=False
    )


class NeedForm(Form):
    """What a need asks for, and what it earns."""

    kind = forms.ChoiceField(label=_("種類"), choices=Kind.choices)
    title = forms.CharField(label=_("見出し（名前や住所は書かない）"), max_length=120)
    about = forms.CharField(
        label=_("みんなに見せる説明"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    town = TownField(label=_("町"), required=False)
    words = forms.CharField(
        label=_("くわしいこと（職員と手伝う人だけ）"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    place = forms.CharField(label=_("場所（職員と手伝う人だけ）"), max_length=200, required=False)
    points = forms.ChoiceField(label=_("ポイント"), required=False)
    least = forms.IntegerField(
        label=_("少なくとも何人で"), min_value=1, max_value=50, initial=1,
        help_text=_("家での雪かきは2人から"),
    )  # fmt: skip
    age_min = forms.IntegerField(label=_("何歳から"), min_value=0, max_value=99, initial=12)
    skill = forms.ChoiceField(
        label=_("いるわざ"), choices=[("", _("なし")), *Skill.choices], required=False
    )
    training = forms.ChoiceField(
        label=_("先に受ける講座"), choices=[("", _("なし")), *Register.choices], required=False
    )
    organisation = forms.ModelChoiceField(
        label=_("受け入れる団体"), queryset=Organisation.objects.all(), required=False
    )
    needs_vehicle = forms.BooleanField(label=_("車がいる"), required=False)
    needs_insurance = forms.BooleanField(label=_("ボランティア保険がいる"), required=False)
    title_en = forms.CharField(
        label=_("見出し（英語）"), max_length=120, required=False,
        help_text=_("書かないときは、種類の名前が英語で出ます。"),
    )  # fmt: skip
    title_easy = forms.CharField(
        label=_("見出し（やさしい日本語）"), max_length=120, required=False
    )
    about_en = forms.CharField(
        label=_("みんなに見せる説明（英語）"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    about_easy = forms.CharField(
        label=_("みんなに見せる説明（やさしい日本語）"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    rare = (
        "skill", "training", "organisation", "needs_vehicle", "needs_insurance",
        "title_en", "title_easy", "about_en", "about_easy",
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        field: Any = self.fields["points"]
        field.choices = [("", _("つかない")), *_activities()]

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        scheme, _colon, activity = said.pop("points").partition(":")
        said["scheme"] = Scheme.objects.filter(slug=scheme).first() if scheme else None
        return {**said, "activity": activity}


def _activities() -> list[tuple[str, str]]:
    today, found = localdate(), []
    for scheme in Scheme.objects.order_by("name", "pk"):
        if ruling := earned.ruling_on(scheme, today):
            found += [
                (f"{scheme.slug}:{one.code}", f"{scheme.name}：{one.name}")
                for one in ruling.read.activities
            ]
    return found


class ShiftForm(Form):
    """A day, its hours, and how many for each role."""

    on = DayField(label=_("日にち"))
    starts = ClockField(label=_("始まり"))
    ends = ClockField(label=_("終わり"))
    helper = forms.IntegerField(label=_("手伝う人（人数）"), min_value=0, max_value=200, initial=2)
    leader = forms.IntegerField(
        label=_("まとめる人（人数）"), min_value=0, max_value=20, required=False
    )
    driver = forms.IntegerField(
        label=_("車を出す人（人数）"), min_value=0, max_value=20, required=False
    )
    meet = forms.CharField(
        label=_("集まるところ（家の住所は書かない）"), max_length=200, required=False
    )
    bring = forms.CharField(label=_("持ち物・服装"), max_length=200, required=False)

    weeks = forms.IntegerField(
        label=_("毎週、何週つづけるか"), min_value=1, max_value=26, initial=1,
        help_text=_("1なら、この日だけです。"),
    )  # fmt: skip

    rare = ("leader", "driver", "weeks")

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day = said.pop("on")
        return {
            "starts_at": _moment(day, said["starts"]), "ends_at": _moment(day, said["ends"]),
            "seats": {code: said.get(code) or 0 for code in Post.Code.values},
            "weeks": said["weeks"], "meet": said["meet"], "bring": said["bring"],
        }  # fmt: skip


def _moment(day: Any, minute: int | time) -> datetime:
    clock = (
        minute
        if isinstance(minute, time)
        else time(min(minute, 1439) // 60, min(minute, 1439) % 60)
    )
    return timezone.make_aware(datetime.combine(day, clock))


class JoinForForm(Form):
    """Somebody telephoned, or stands at the counter."""

    post = forms.ModelChoiceField(label=_("役割"), queryset=Post.objects.none(), empty_label=None)
    channel = forms.ChoiceField(
        label=_("受けた方法"), choices=Turn.Channel.choices, initial=Turn.Channel.PHONE
    )

    def __init__(self, *args: Any, posts: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class SoundingForm(Form):
    """What somebody said who was rung for a shift."""

    answer = forms.ChoiceField(
        label=_("電話はどうでしたか"), widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("sounding", "行きます")),
            ("no", pgettext_lazy("sounding", "行けません")),
            ("missed", _("出なかった（あとで、もう一度かける）")),
            ("let_go", _("電話しなかった（ほかの人にゆずる）")),
        ],
        error_messages={"required": _("電話がどうなったか、選んでください。")},
    )  # fmt: skip
    post = forms.ModelChoiceField(
        label=_("行くときの役割"), queryset=Post.objects.none(), empty_label=None, required=False
    )

    def __init__(self, *args: Any, posts: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("わけ"), max_length=200)


class EndForm(Form):
    """What became of a need."""

    outcome = forms.ChoiceField(
        label=_("結果"), choices=[c for c in Baton.Outcome.choices if c[0] != "joined"]
    )
    words = forms.CharField(label=_("どうなったか"), max_length=300)


class VolunteerForm(ProfileForm):
    """The same as on one's own page, with what only staff write down."""

    insured_until = DayField(label=_("ボランティア保険の終わりの日"), required=False)
    guardian_name = forms.CharField(
        label=_("保護者のお名前（18歳未満の方）"), max_length=100, required=False
    )
    guardian_on = DayField(label=_("保護者が承諾した日"), required=False)
    note = forms.CharField(
        label=_("お願いするときの注意"), max_length=200, required=False,
        help_text=_("病気や家庭のことは書かない"),
    )  # fmt: skip

    rare = ("is_paused", "wish", "note")

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **{"knows_birth": True, **known})

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class HeardForm(FeedbackForm):
    """What one side says on the telephone."""

    side = forms.ChoiceField(
        label=_("どちらから"), choices=Feedback.Side.choices, widget=forms.RadioSelect,
        initial=Feedback.Side.RECEIVER,
    )  # fmt: skip
    field_order = ("side", "stars", "words")


class CourseForm(Form):
    """Which series enters which register."""

    series = forms.ModelChoiceField(label=_("講座"), queryset=Series.objects.none())
    register = forms.ChoiceField(label=_("名簿"), choices=Register.choices)
    valid_years = forms.IntegerField(
        label=_("何年たったら受け直すか"), min_value=1, max_value=20, required=False,
        help_text=_("空欄なら、ずっと有効です。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        rows = Series.objects.filter(kind=Series.Kind.COURSE, is_template=False)
        self.fields["series"].queryset = rows.order_by("title_kana", "pk")  # type: ignore[attr-defined]


class EnterForm(Form):
    """A paper from elsewhere."""

    register = forms.ChoiceField(label=_("名簿"), choices=Register.choices)
    since_on = DayField(label=_("受けた日"))
    source = forms.CharField(label=_("講座の名前"), max_length=200)
    valid_years = forms.IntegerField(
        label=_("何年たったら受け直すか"), min_value=1, max_value=20, required=False
    )
