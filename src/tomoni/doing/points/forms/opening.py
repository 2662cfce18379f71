"""Choosing a list of paper cards to take over."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form


class OpeningForm(Form):
    """One file; its columns are known by their headings."""

    file = forms.FileField(
        label=_("ファイル"),
        help_text=_("CSV か Excel（.xlsx）。10MB まで。文字コードは自動で見分けます。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
