"""A model district, a step of it, and the confirmation of a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.districts.models import Town
from tomoni.ground.districts.queries import look_up
from tomoni.ties.gathering_places.forms import BecameForm
from tomoni.ties.gathering_places.models import ModelDistrict
from tomoni.ties.gathering_places.rules import stages

AREA = forms.Textarea(attrs={"rows": 3})


class TownsField(forms.CharField):
    """Towns, one a line; a name without its 丁目 means all of them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[Town]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        codes: list[str] = []
        strange = []
        for line in lines:
            found = [code for answer in look_up(line).found for code in answer.towns]
            codes += found
            if not found:
                strange.append(line[:40])
        if strange:
            raise forms.ValidationError(
                gettext("市の町の名前として読めません：%(names)s。例: 銭函2丁目")
                % {"names": "、".join(strange)}
            )
        return list(Town.objects.filter(code__in=codes).order_by("order", "pk"))


class DistrictForm(Form):
    name = forms.CharField(label=_("モデル地区の名前"), max_length=60)
    slug = forms.SlugField(
        label=_("アドレスのことば"), max_length=40, help_text=_("英数字と - だけ。例: zenibako"),
        error_messages={"invalid": _("英数字と - だけで書いてください。例: zenibako")},
    )  # fmt: skip
    towns = TownsField(label=_("町"), help_text=_("一行に一つ。例: 銭函2丁目"))
    why = forms.CharField(label=_("選んだ理由"), max_length=2000, widget=AREA)
    chosen_on = DayField(label=_("選んだ日"), required=True)
    name_en = forms.CharField(label=_("モデル地区の名前（英語）"), max_length=60, required=False)
    why_en = forms.CharField(
        label=_("選んだ理由（英語）"), max_length=2000, required=False, widget=AREA
    )
    name_easy = forms.CharField(
        label=_("モデル地区の名前（やさしい日本語）"), max_length=60, required=False
    )
    why_easy = forms.CharField(
        label=_("選んだ理由（やさしい日本語）"), max_length=2000, required=False, widget=AREA
    )
    is_shown = forms.BooleanField(label=_("公開する"), required=False)

    @classmethod
    def initial_of(cls, district: ModelDistrict) -> dict[str, Any]:
        names = [name for name in cls.base_fields if name != "towns"]
        known = {name: getattr(district, name) for name in names}
        return {**known, "towns": "\n".join(town.name for town in district.towns.all())}


class StepForm(Form):
    stage = forms.ChoiceField(
        label=_("段階"), choices=stages.CHOICES, widget=forms.RadioSelect,
        error_messages={"required": _("段階を選んでください。")},
    )  # fmt: skip
    on = DayField(label=_("日"), required=True)
    words = forms.CharField(
        label=_("したこと"), max_length=300, help_text=_("例: 桜町会館で、住民20人と話しました。")
    )
    words_en = forms.CharField(label=_("したこと（英語）"), max_length=300, required=False)
    words_easy = forms.CharField(
        label=_("したこと（やさしい日本語）"), max_length=300, required=False
    )
    listing = forms.CharField(
        label=_("できた居場所"), required=False, max_length=200,
        help_text=_("掲載のページのアドレスの終わりのことば。例: sample-night-room"),
    )  # fmt: skip
    clean_listing = BecameForm.clean_listing


class CheckForm(Form):
    checked_on = DayField(label=_("確かめた日"), required=True)
    how = forms.CharField(
        label=_("何で、だれに確かめたか"), max_length=200,
        help_text=_("例: 市の建築指導課に電話。法令のページで第87条を読んだ。"),
        error_messages={"required": _("何で、だれに確かめたかを書いてください。")},
    )  # fmt: skip
