"""Forms of mandates and of what the office runs for somebody."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.people.forms.persons import ChooseMixin, PersonChoice
from tomoni.ground.people.models import Mandate, Person, Scope
from tomoni.web.dates import bare_date


class MandateForm(ChooseMixin, Form):
    """Who may act for a person, how far, until when, and what was shown for it."""

    other = PersonChoice(
        label=_("代わりの人"),
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    kind = forms.ChoiceField(label=_("立場"), choices=Mandate.Kind.choices)
    scopes = forms.MultipleChoiceField(
        label=_("できること"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("できることを一つ以上選んでください。")},
    )
    powers = forms.CharField(
        label=_("代理権の目録"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("保佐人・補助人・任意後見人のとき。証明書のとおりに写します。"),
    )
    from_on = DayField(label=_("いつから"), required=False)
    until_on = DayField(
        label=_("いつまで"),
        required=False,
        help_text=_("家族と民生委員は、3年以内の日を必ず入れます。"),
    )
    proof = forms.ChoiceField(label=_("確かめたもの"), choices=Mandate.Proof.choices)
    proof_reference = forms.CharField(
        label=_("証明の番号・控えの場所"), required=False, max_length=100
    )

    def values(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k != "other"}
        return {**kept, "delegate": self.cleaned_data["other"]}


class EndMandateForm(Form):
    because = forms.ChoiceField(label=_("終わるわけ"), choices=Mandate.Ended.choices)


def _asked_today() -> str:
    today = bare_date(timezone.localdate(), get_language() or "ja")
    return gettext("例：%(day)s、窓口で本人が頼んだ") % {"day": today}


class OfficeForm(Form):
    asked = forms.CharField(
        label=_("本人の頼み方"),
        max_length=100,
        help_text=lazy(_asked_today, str)(),
    )
