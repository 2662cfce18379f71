"""What somebody answers at the door, and afterwards."""

import unicodedata
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form


class NumberForm(Form):
    """The number of a receipt, with or without its letter and dashes."""

    number = forms.CharField(
        label=_("受付番号"), max_length=20, help_text=_("例: E1210-7KFMX"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("受付番号を書いてください。受付票にあります。")},
    )  # fmt: skip

    def clean_number(self) -> str:
        text = unicodedata.normalize("NFKC", str(self.cleaned_data["number"])).upper()
        plain = "".join(c for c in text if c.isascii() and c.isalnum())
        return f"{plain[:-5]}-{plain[-5:]}"


class FeedbackForm(Form):
    """How it was."""

    stars = forms.ChoiceField(
        label=_("どうでしたか"),
        choices=[
            ("5", _("とてもよかった")), ("4", _("よかった")), ("3", _("ふつう")),
            ("2", _("あまりよくなかった")), ("1", _("よくなかった")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("どうでしたか。一つ選んでください。")},
    )  # fmt: skip
    again = forms.ChoiceField(
        label=_("また来たいですか"), required=False,
        choices=[("yes", _("はい")), ("no", _("いいえ")), ("", _("わからない"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=_("感想"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("お名前は書かないでください。だれが書いたかは、だれにも分かりません。"),
    )  # fmt: skip
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "stars": int(said["stars"]), "words": said["words"],
            "again": {"yes": True, "no": False}.get(said["again"]),
            "client_id": str(said["token"] or uuid4()),
        }  # fmt: skip
