"""The reader's display choices as a form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form


class DisplayForm(Form):
    """Every choice is saved on the reader's own device."""

    lang = forms.ChoiceField(
        label=_("ことば"),
        choices=[("ja", "日本語"), ("ja-easy", "やさしい日本語"), ("en", "English")],
        widget=forms.RadioSelect,
    )
    size = forms.ChoiceField(
        label=_("文字の大きさ"),
        choices=[("normal", _("標準")), ("large", _("大きい")), ("largest", _("とても大きい"))],
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("色"),
        choices=[
            ("auto", _("端末に合わせる")),
            ("light", _("明るい")),
            ("dark", _("暗い")),
            ("contrast", _("くっきり（黒地に白と黄）")),
        ],
        widget=forms.RadioSelect,
    )
    furigana = forms.ChoiceField(
        label=_("ふりがな"),
        choices=[("off", _("つけない")), ("on", _("漢字にふりがなをつける"))],
        widget=forms.RadioSelect,
    )
    font = forms.ChoiceField(
        label=_("文字の形"),
        choices=[
            ("device", _("端末の文字（通信が少ない）")),
            ("ud", _("読みやすい文字（UDフォント。最初に少し通信します）")),
        ],
        widget=forms.RadioSelect,
    )
