"""What is pressed at a stand."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form


def plain(text: str) -> str:
    """What was typed, with full-width letters and digits as half-width ones."""
    return unicodedata.normalize("NFKC", text).strip()


class PressForm(Form):
    """The button, how many, and a number where the umbrella has one; drawn by hand on the page."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in ("borrow", "return", "give")],
        error_messages={
            "required": _("借りる・返す・ゆずる、のどれかを押してください。"),
            "invalid_choice": _("借りる・返す・ゆずる、のどれかを押してください。"),
        },
    )  # fmt: skip
    quantity = forms.CharField(required=False, max_length=4)
    code = forms.CharField(required=False, max_length=20)
    token = forms.UUIDField(required=False)

    def clean_quantity(self) -> int:
        text = plain(self.cleaned_data["quantity"]) or "1"
        if not text.isdecimal():
            raise forms.ValidationError(_("本数を数字で書いてください。"))
        return int(text)

    def clean_code(self) -> str:
        return plain(self.cleaned_data["code"]).lower()

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {name: said[name] for name in ("act", "quantity", "code", "token")}
