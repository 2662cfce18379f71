"""Giving points to somebody else: whose card, and how many."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.doing.points.forms.staff import Once
from tomoni.doing.points.rules import cards
from tomoni.doing.points.rules.kana import for_bank


class GiveForm(Once):
    """What stands on the receiver's card is asked, so that nobody looks through a list of people."""

    card = forms.CharField(
        label=_("相手のカードの番号"), max_length=16,
        help_text=_("カードに書いてある7けたの数字です。間は空けても、空けなくてもかまいません。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": 12}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("相手のお名前"), max_length=200,
        help_text=_("カードに書いてあるとおりに。ひらがなでもかまいません。番号の書きまちがいに気づくために聞きます。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    points = forms.IntegerField(label=_("ゆずるポイント"), min_value=1, max_value=2_000_000_000)

    def clean_card(self) -> str:
        card = re.sub(r"\D", "", for_bank(self.cleaned_data["card"]))
        if not cards.is_right(card):
            raise forms.ValidationError(
                gettext("このカードの番号はありません。1けたずつ、もう一度見てください。")
            )
        return card


class GiveForForm(GiveForm):
    """At the counter: the official has the giver before them, and sees whose card it is."""

    has_consent = forms.BooleanField(
        label=_("保護者の同意書を確かめた"), required=False, help_text=_("18歳未満の人がゆずるとき")
    )

    def __init__(self, *args: Any, is_minor: bool, **known: Any) -> None:
        super().__init__(*args, **known)
        del self.fields["name"]
        if not is_minor:
            del self.fields["has_consent"]
