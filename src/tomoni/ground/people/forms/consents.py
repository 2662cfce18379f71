"""Forms of consents: the record of paper and spoken words, and new versions of the texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.models import Consent, Mandate

BY_STAFF = [choice for choice in Consent.Way.choices if choice[0] != Consent.Way.SCREEN]


class MandateChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.delegate.name}（{obj.get_kind_display()}）"


class ConsentForm(Form):
    """What was said on paper or aloud, as staff write it down."""

    act = forms.ChoiceField(
        label=_("したこと"), choices=Consent.Act.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=_("どうやって"), choices=BY_STAFF, widget=forms.RadioSelect)
    on = DayField(label=_("した日"))
    until_on = DayField(label=_("いつまで"), required=False)
    explained_by = forms.CharField(label=_("説明した人"), required=False, max_length=100)
    paper = forms.CharField(
        label=_("紙の番号・しまった場所"),
        required=False,
        max_length=100,
        help_text=_("署名した紙のときは、必ず書きます。"),
    )
    mandate = MandateChoice(
        label=_("代わりの人が言ったとき"),
        queryset=Mandate.objects.none(),
        required=False,
        empty_label=_("本人が言った"),
    )

    def __init__(self, *args: Any, mandates: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["mandate"].queryset = mandates  # type: ignore[attr-defined]


class ConsentTextForm(Form):
    title = forms.CharField(label=_("題"), max_length=100)
    purpose = forms.CharField(
        label=_("何のために使うか"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    items = forms.CharField(
        label=_("どの情報を"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    receivers = forms.CharField(
        label=_("だれに渡すか"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    period = forms.CharField(label=_("いつまで"), max_length=200)
    easy = forms.CharField(
        label=_("やさしい説明"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("短い文で、やさしいことばで書きます。"),
    )
