"""Forms of emergency access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField

HOURS = [(1, _("1時間")), (2, _("2時間")), (4, _("4時間"))]


class EmergencyForm(Form):
    name = forms.CharField(
        label=_("その方のお名前"), max_length=100, help_text=_("かなでもかまいません。")
    )
    birth_on = DayField(label=_("生年月日"))
    reason = forms.CharField(
        label=_("いま開かなければならないわけ"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("あとで監査担当が読みます。病名など、くわしいことは書かないでください。"),
    )
    hours = forms.TypedChoiceField(label=_("どれだけの間"), choices=HOURS, coerce=int)


class ReviewForm(Form):
    text = forms.CharField(
        label=_("分かったこと"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
