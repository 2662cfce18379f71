"""Somebody stands at the counter and wants a card: what is asked, and whether we know them."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.typed import DayField
from tomoni.doing.points.forms.staff import Once
from tomoni.ground.people.forms.persons import PhoneField

OTHER = "other"


class CounterForm(Once):
    """Name, birthday and address as people say them; then who of those we know it is."""

    name = forms.CharField(
        label=_("お名前"), max_length=100, help_text=_("本人が書く字のまま書きます。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name_kana = forms.CharField(
        label=_("お名前（かな）"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_on = DayField(
        label=_("生年月日"),
        help_text=_("例: 昭和23年5月1日、S23.5.1、1948-05-01。同じ名前の人と見分けるために聞きます。"),
        error_messages={"required": _("生年月日を書いてください。わからないときは、本人に聞いてください。")},
    )  # fmt: skip
    address = forms.CharField(
        label=_("住所"), max_length=200, required=False,
        help_text=_("例: 花園2丁目5の12。市の名前は書かなくてもかまいません。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    phone = PhoneField(label=_("電話番号"), required=False)
    who = forms.ChoiceField(
        label=_("似た登録があります。どの人ですか"), widget=forms.RadioSelect, required=False,
        help_text=_("本人に、生年月日と町の名前を聞いて確かめてください。こちらから読み上げないでください。"),
    )  # fmt: skip
    field_order = ["who", "name", "name_kana", "birth_on", "address", "phone"]
    DETAILS = ("name", "name_kana", "birth_on", "address", "phone")

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        del self.fields["who"]

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.DETAILS}

    def ask_who(self, choices: list[tuple[str, str]]) -> str:
        """Show those we know; gives which one was chosen, "" while nobody was."""
        asked: Any = deepcopy(self.base_fields["who"])
        asked.choices = [*choices, (OTHER, gettext("どの人でもない。新しく登録する"))]
        self.fields["who"] = asked
        self.order_fields(self.field_order)
        said = str(self.data.get("who", ""))
        return said if said in dict(asked.choices) else ""
