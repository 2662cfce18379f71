"""The form by which somebody asks us to correct what we hold."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form


class CorrectionForm(Form):
    words = forms.CharField(
        label=_("どこが違っていますか。正しくはどうですか。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("例：住所の番地が違います。正しくは2-5-12です。"),
    )
