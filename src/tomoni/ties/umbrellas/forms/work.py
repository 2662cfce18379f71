"""What shops and staff write down: tallies, counts, stands, carrying, the weather."""

import unicodedata
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.models import Organisation
from tomoni.ties.umbrellas.models import Move, Station
from tomoni.ties.umbrellas.rules import jma
from tomoni.town.places.models import Listing

RESERVED = frozenset({"q", "gbfs", "k", "new"})
KEEPER_ACTS = [
    ("return", _("返ってきた")), ("borrow", _("貸した")), ("give", _("寄付された")),
    ("repair", _("こわれていて、修理に出す")),
]  # fmt: skip
STAFF_ACTS = [
    *KEEPER_ACTS, ("repaired", _("修理から戻った")), ("discard", _("こわれて捨てた")),
]  # fmt: skip


class NumberField(forms.CharField):
    """A whole number in any digits a keyboard makes."""

    def __init__(self, *, least: int = 0, most: int = 500, **known: Any) -> None:
        self.least, self.most = least, most
        known.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "size": 5}))
        super().__init__(**known)

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(super().clean(value))).strip()
        if not text and not self.required:
            return None
        is_number = text.isdecimal() and len(text) < 10  # Python refuses thousands of digits.
        if not is_number or not self.least <= int(text) <= self.most:
            raise forms.ValidationError(
                _("%(least)sから%(most)sまでの数字で書いてください。")
                % {"least": self.least, "most": self.most}
            )
        return int(text)


class _OnceForm(Form):
    """Sent twice, it counts once."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial.setdefault("token", uuid4())

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["id"] = said.pop("token") or uuid4()
        return said


class TallyForm(_OnceForm):
    quantity = NumberField(
        label=_("何本ですか"), least=1, most=200,
        error_messages={"required": _("本数を数字で書いてください。")},
    )  # fmt: skip
    act = forms.ChoiceField(
        label=_("何がありましたか"), choices=KEEPER_ACTS, widget=forms.RadioSelect, initial="return",
        error_messages={"required": _("何があったか選んでください。")},
    )  # fmt: skip


class StaffTallyForm(TallyForm):
    act = forms.ChoiceField(
        label=_("何がありましたか"), choices=STAFF_ACTS, widget=forms.RadioSelect, initial="return",
        error_messages={"required": _("何があったか選んでください。")},
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("どうやって知りましたか"), widget=forms.RadioSelect, initial="phone",
        choices=[("phone", _("電話")), ("paper", _("紙の記録")), ("staff", _("自分で見た"))],
    )  # fmt: skip
    note = forms.CharField(
        label=_("メモ"), required=False, max_length=100,
        help_text=_("会社の名前など。個人の名前は書かないでください。"),
    )  # fmt: skip


class CountForm(_OnceForm):
    counted = NumberField(
        label=_("数えた本数"), most=500,
        error_messages={"required": _("本数を数字で書いてください。")},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("帳簿とちがうときのわけ"), required=False,
        choices=[("", _("同じだった")), *Move.Reason.choices],
    )  # fmt: skip


class StationForm(Form):
    name = forms.CharField(label=_("名前"), max_length=120)
    name_kana = forms.CharField(label=_("読み"), max_length=200, required=False)
    name_en = forms.CharField(label=_("英語の名前"), max_length=120, required=False)
    name_zh = forms.CharField(label=_("中国語の名前"), max_length=120, required=False)
    name_ko = forms.CharField(label=_("韓国語の名前"), max_length=120, required=False)
    slug = forms.SlugField(
        label=_("アドレスの名前"), max_length=60, help_text=_("例: otaru-eki。英字と数字")
    )
    use = forms.ChoiceField(
        label=_("使い方"), choices=Station.Use.choices, widget=forms.RadioSelect, initial="both"
    )
    capacity = NumberField(label=_("置ける本数"), least=1)
    low = NumberField(label=_("少ないと知らせる本数"), most=100, initial=3)
    address = forms.CharField(label=_("住所"), max_length=200, required=False)
    lat = forms.FloatField(label=_("緯度"), min_value=20, max_value=46.5)
    lng = forms.FloatField(label=_("経度"), min_value=122, max_value=154.5)
    phone = forms.CharField(label=_("電話番号"), max_length=20, required=False)
    organisation = forms.ModelChoiceField(
        label=_("店やホテル"), queryset=Organisation.objects.none(), required=False
    )
    listing = forms.SlugField(
        label=_("掲載のアドレスの名前"), max_length=80, required=False,
        help_text=_("開いている時間がそこに出ます。例: sample-tourist-rest"),
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name_kana", "pk")  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        if self.cleaned_data["slug"] in RESERVED:
            raise forms.ValidationError(_("この名前は使えません。ほかの名前にしてください。"))
        return str(self.cleaned_data["slug"])

    def clean_listing(self) -> Listing | None:
        slug = self.cleaned_data["listing"]
        if not slug:
            return None
        found = Listing.objects.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(
                _("この名前の掲載はありません。掲載のページのアドレスを見てください。")
            )
        return found

    @classmethod
    def initial_of(cls, station: Station) -> dict[str, Any]:
        known = {name: getattr(station, name) for name in cls.base_fields if name != "listing"}
        return {**known, "listing": station.listing.slug if station.listing else ""}


class CarryForm(_OnceForm):
    quantity = NumberField(label=_("何本ですか"), least=1, most=200)
    source = forms.ModelChoiceField(
        label=_("どこから"), queryset=Station.objects.none(), to_field_name="slug"
    )
    target = forms.ModelChoiceField(
        label=_("どこへ"), queryset=Station.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        rows = Station.objects.open().order_by("name_kana", "pk")
        for name in ("source", "target"):
            field: Any = self.fields[name]
            field.queryset, field.label_from_instance = rows, lambda one: one.said


class WeatherForm(Form):
    on = DayField(label=_("日"), required=True)
    chance = NumberField(label=_("雨や雪の確率（%）"), most=100)
    fell = forms.ChoiceField(
        label=_("じっさいにふりましたか"), required=False,
        choices=[("", _("まだ分からない")), ("yes", _("ふった")), ("no", _("ふらなかった"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial.setdefault("on", localdate() + timedelta(days=1))

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {**said, "fell": {"yes": True, "no": False}.get(said["fell"])}


class ForecastFileForm(Form):
    file = forms.FileField(
        label=_("気象庁XML（府県天気予報）"),
        error_messages={"required": _("ファイルを選んでください。")},
    )  # fmt: skip
    area = forms.CharField(label=_("予報の区域"), max_length=60, help_text=_("例: 後志地方"))

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        try:
            found = jma.chances(said["file"].read(jma.LARGEST + 1))
        except jma.NotAForecast:
            self.add_error(
                "file",
                _("降水確率のある気象庁XMLではありません。VPFD51のファイルを選んでください。"),
            )
            return said
        if said["area"] not in found:
            self.add_error(
                "area",
                _("このファイルにあるのは %(areas)s です。その中の名前を書いてください。")
                % {"areas": "、".join(found)},
            )
            return said
        said["days"] = found[said["area"]]
        return said

    def values(self) -> dict[str, Any]:
        return {"days": self.cleaned_data["days"], "area": self.cleaned_data["area"]}


class NumberingForm(Form):
    code = forms.SlugField(label=_("番号"), max_length=20, help_text=_("例: kasa-012"))
    note = forms.CharField(label=_("見た目"), max_length=80, required=False)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
