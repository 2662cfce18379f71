"""Choosing a list to take in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.codes import is_municipality
from tomoni.core.forms import Form


class ListForm(Form):
    """One file; everything else is told from its contents."""

    file = forms.FileField(
        label=_("ファイル"),
        help_text=_(
            "CSV、Excel（.xlsx）、GeoJSON。10MB まで。文字コードと様式は自動で見分けます。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json,.geojson"}),
    )
    publish = forms.BooleanField(
        label=_("そろっているものは公開する"),
        required=False,
        initial=True,
        help_text=_("外すと、すべて下書きになります。ほかの市町村のものは、いつも下書きです。"),
    )
    city_code = forms.CharField(
        label=_("団体コード"),
        required=False,
        max_length=6,
        help_text=_("ふだんは空欄のまま。ファイルから分からないときだけ、6桁で書きます。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_city_code(self) -> str:
        code = str(self.cleaned_data["city_code"]).strip()
        if code and not is_municipality(code):
            raise forms.ValidationError(
                _("6桁の団体コードではありません。検査数字まで確かめてください。")
            )
        return code
