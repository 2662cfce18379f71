"""Officers' forms: the page, posts, households, dues, routes, what is handed over."""

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.counts import read_count
from tomoni.core.forms import Form
from tomoni.core.reading import Reading
from tomoni.core.typed import ClockField, DayField, TypedField
from tomoni.ground.districts.models import Town
from tomoni.ground.people.forms.persons import PhoneField
from tomoni.ground.people.models import Organisation, Team, User
from tomoni.ground.people.queries.teams import teams
from tomoni.ties.neighbourhoods.models import (
    Association,
    Due,
    Group,
    HandoverNote,
    Majority,
    MemberHousehold,
    Officer,
    Task,
)


class CountField(TypedField):
    """A number as people write it: 12, １２, 約12人."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, **more)

    def read(self, text: str) -> Reading[Any]:
        return read_count(text)


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
                    "このメールアドレスのアカウントはありません。つづりを確かめるか、空けておいてください。"
                )
            )
        return user


def long_text(label: Any, *, required: bool = False, rows: int = 3, hint: Any = "") -> Any:
    return forms.CharField(
        label=label, required=required, max_length=8000, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def moment(day: Any, minutes: int) -> datetime:
    """A day and minutes from midnight, here."""
    start = datetime.combine(day, time(), tzinfo=get_current_timezone())
    return start + timedelta(minutes=minutes)


class OfficerForm(Form):
    """Every officers' form knows its association."""

    def __init__(self, *args: Any, association: Association, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.association = association
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the association."""


class PageForm(OfficerForm):
    about = long_text(_("していること"), required=True)
    about_easy = long_text(_("やさしい日本語の説明"), rows=2)
    about_en = long_text(_("英語の説明"), rows=2)
    how_to_join = long_text(
        _("町会への入り方"), hint=_("入るかどうかは自由です、とひとこと書くと親切です。")
    )
    dues_words = forms.CharField(label=_("会費の説明"), max_length=200, required=False)
    hall = forms.CharField(label=_("会館・集まる所"), max_length=200, required=False)
    phone_who = forms.CharField(
        label=_("電話に出る人（役の名前）"), max_length=60, required=False,
        help_text=_("例：会長、総務"),
    )  # fmt: skip
    phone = PhoneField(label=_("電話番号"), required=False)
    is_public = forms.BooleanField(label=_("公開する"), required=False)
    yearly_dues = CountField(label=_("一年の会費（円）"), required=False)
    notice_days = CountField(label=_("総会の何日前までに知らせるか"), required=False)
    quorum_numerator = CountField(label=_("定足数の分子"))
    quorum_denominator = CountField(
        label=_("定足数の分母"), help_text=_("2分の1以上なら、分子が1、分母が2です。")
    )
    quorum_strictly = forms.BooleanField(label=_("ちょうどでは足りない（過半数）"), required=False)

    def prepare(self) -> None:
        for name in self.fields:
            self.initial[name] = getattr(self.association, name)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        top, bottom = said.get("quorum_numerator"), said.get("quorum_denominator")
        if top and bottom and not 0 < top <= bottom:
            self.add_error(
                "quorum_numerator",
                _("分数を確かめてください。例：3分の2なら、分子が2、分母が3です。"),
            )
        return said

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        for name in ("yearly_dues", "notice_days"):
            said[name] = max(said[name] or 0, 0)
        return said


class FoundForm(Form):
    organisation = forms.ModelChoiceField(
        label=_("団体"), queryset=Organisation.objects.none(),
        help_text=_("種類が「町内会」の団体だけが並びます。"),
    )  # fmt: skip
    slug = forms.SlugField(
        label=_("アドレスの名前"), max_length=80, help_text=_("英小文字と - だけ。例：snow")
    )
    about = long_text(_("していること"), required=True)
    towns = forms.ModelMultipleChoiceField(
        label=_("区域の町"), queryset=Town.objects.all(), required=False
    )
    supported_by = forms.ModelChoiceField(
        label=_("町会を支える市・社協のチーム"), queryset=Team.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind=Organisation.Kind.NEIGHBOURHOOD, association=None
        ).order_by("name_kana", "name", "pk")
        self.fields["supported_by"].queryset = teams()  # type: ignore[attr-defined]


class NextForm(OfficerForm):
    """The next holder of a post."""

    name = forms.CharField(label=_("お名前"), max_length=100)
    phone = PhoneField(label=_("電話番号"), required=False)
    user = AccountField(
        label=_("メールアドレス（アカウントのある人）"), required=False,
        help_text=_("入れると、任期のあいだ、この町会の役員のページを使えます。"),
    )  # fmt: skip
    from_on = DayField(label=_("いつから"), required=True)
    until_on = DayField(label=_("任期の終わり"), required=True)
    may_be_named = forms.BooleanField(label=_("公開のページに名前を出してよい"), required=False)


class AppointForm(NextForm):
    post = forms.ChoiceField(label=_("役"), choices=Officer.Post.choices)
    group = forms.ModelChoiceField(
        label=_("班"), queryset=Group.objects.none(), required=False,
        help_text=_("班長のときに選びます。"),
    )  # fmt: skip
    field_order = ("post", "group")

    def prepare(self) -> None:
        self.fields["group"].queryset = self.association.groups.order_by("number")  # type: ignore[attr-defined]


class HouseholdForm(OfficerForm):
    name = forms.CharField(label=_("世帯の名前"), max_length=100)
    address = forms.CharField(label=_("住所"), max_length=200, required=False)
    phone = PhoneField(label=_("電話番号"), required=False)
    group = forms.ModelChoiceField(label=_("班"), queryset=Group.objects.none(), required=False)
    user = AccountField(label=_("メールアドレス（アカウントのある人）"), required=False)

    def prepare(self) -> None:
        self.fields["group"].queryset = self.association.groups.order_by("number")  # type: ignore[attr-defined]


class JoinForm(HouseholdForm):
    joined_on = DayField(label=_("入った日"), required=False)


class LeaveForm(OfficerForm):
    left_on = DayField(label=_("抜けた日"), required=True)


class GroupForm(OfficerForm):
    number = CountField(label=_("班の番号"))
    name = forms.CharField(label=_("班の名前"), max_length=60, required=False)
    boards = CountField(label=_("回覧板の数"), initial="1")


class NumbersField(forms.CharField):
    """Members' numbers as people list them: 3 1 2, or one a line, or with 、 between."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), **more)

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", super().clean(value))
        words = [word for word in re.split(r"[\s,、・→>]+", text) if word]
        if strange := [word for word in words if not (word.isascii() and word.isdigit())]:
            raise forms.ValidationError(
                _("数字でないところがあります：%(words)s"), params={"words": "、".join(strange[:5])}
            )
        return [int(word[:9]) for word in words]


class RouteForm(OfficerForm):
    numbers = NumbersField(
        label=_("回る順番"),
        help_text=_("会員番号を、回る順に書きます。間は空けるか、点か、行で分けます。"),
    )


class DuesForm(OfficerForm):
    amount = CountField(label=_("金額（円）"))
    paid_on = DayField(label=_("受け取った日"), required=True)
    way = forms.ChoiceField(label=_("受け取り方"), choices=Due.Way.choices)

    def prepare(self) -> None:
        self.initial["amount"] = self.association.yearly_dues or ""
        self.initial["paid_on"] = localdate()


class EmergencyForm(OfficerForm):
    name = forms.CharField(label=_("お名前"), max_length=100)
    address = forms.CharField(label=_("住所"), max_length=200)
    phone = PhoneField(label=_("電話番号"), required=False)
    needs = long_text(
        _("手助けがいること"), required=True, hint=_("例：階段をおりるときに手がいる")
    )
    helper = forms.CharField(label=_("声をかける人"), max_length=100, required=False)
    agreed_on = DayField(label=_("本人が承知した日"), required=True)
    paper = forms.CharField(label=_("承知の書面の番号"), max_length=60, required=False)


class YearForm(OfficerForm):
    text = long_text(
        _("一年の予定"), required=True, rows=10,
        hint=_("一行にひとつ。例：4月　総会"),
    )  # fmt: skip

    def prepare(self) -> None:
        rows = self.association.year.all()  # type: ignore[attr-defined]
        self.initial["text"] = "\n".join(f"{row.month}月　{row.words}" for row in rows)

    def clean_text(self) -> list[tuple[int, str]]:
        rows = []
        for line in unicodedata.normalize("NFKC", self.cleaned_data["text"]).splitlines():
            if not line.strip():
                continue
            m = re.match(r"\s*(1[0-2]|[1-9])月\s*(.+)", line)
            if m is None:
                raise forms.ValidationError(
                    _("「%(line)s」を読めません。「4月　総会」のように、月から書いてください。"),
                    params={"line": line[:40]},
                )
            rows.append((int(m[1]), m[2].strip()))
        return rows

    def values(self) -> dict[str, Any]:
        return {"rows": self.cleaned_data["text"]}


class NoteForm(OfficerForm):
    kind = forms.ChoiceField(label=_("種類"), choices=HandoverNote.Kind.choices)
    title = forms.CharField(label=_("何の"), max_length=100, help_text=_("例：会館の玄関"))
    details = long_text(
        _("どこに、だれが持っているか"),
        required=True,
        hint=_("封をして保存します。暗証番号は書きません。"),
    )


class MajorityForm(OfficerForm):
    name = forms.CharField(label=_("名前"), max_length=60, help_text=_("例：4分の3以上"))
    numerator = CountField(label=_("分子"))
    denominator = CountField(label=_("分母"))
    strictly = forms.BooleanField(label=_("ちょうどでは足りない（過半数）"), required=False)
    base = forms.ChoiceField(label=_("何に対して"), choices=Majority.Base.choices)
    from_on = DayField(label=_("いつから"), required=True)


class TaskForm(OfficerForm):
    title = forms.CharField(label=_("すること"), max_length=120, help_text=_("例：夏祭りの受付"))
    text = long_text(_("説明・持ち物"))
    day = DayField(label=_("日"), required=True)
    starts = ClockField(label=_("始まりの時刻"), required=True)
    minutes = CountField(label=_("かかる時間（分）"), initial="120")
    place = forms.CharField(label=_("集まる所"), max_length=200)
    places = CountField(label=_("何人"))
    for_whom = forms.ChoiceField(label=_("だれに"), choices=Task.ForWhom.choices)

    def values(self) -> dict[str, Any]:
        rest = {k: v for k, v in self.cleaned_data.items() if k not in ("day", "starts")}
        starts_at = moment(self.cleaned_data["day"], self.cleaned_data["starts"])
        return {**rest, "minutes": min(max(rest["minutes"], 1), 1440), "starts_at": starts_at}


class StaffForm(OfficerForm):
    what = long_text(_("来てほしい理由"), required=True, hint=_("例：防災の話をしてほしい"))
    wished_on = DayField(label=_("来てほしい日"), required=False)
    place = forms.CharField(label=_("場所"), max_length=200, required=False)


def initial_of(household: MemberHousehold) -> dict[str, Any]:
    """A household as its form shows it."""
    return {
        "name": household.name, "address": household.address or "",
        "phone": household.phone or "", "group": household.group_id,
        "user": household.user.email if household.user else "",
    }  # fmt: skip
