"""What somebody without an account answers so that they can be reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.errors import Refused
from tomoni.core.forms import OpenForm
from tomoni.ground.people.contacts import Contact, checked


class ReachForm(OpenForm):
    """Name and telephone; the rest only when it is needed."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("お名前を書いてください。")},
    )
    phone = forms.CharField(
        label=_("電話番号"),
        required=False,
        max_length=40,
        help_text=_(
            "急に変わったときに電話します。電話がないときは、下にメールか住所を書いてください。"
        ),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("メールアドレス"),
        required=False,
        max_length=254,
        help_text=_("書くと、受付票と前の日のお知らせが届きます。"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    by_letter = forms.BooleanField(label=_("お知らせは手紙でほしい"), required=False)
    postcode = forms.CharField(
        label=_("郵便番号"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    address = forms.CharField(
        label=_("住所"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    needs_address = False

    def must_say_address(self) -> None:
        """Mark the address as one that has to be written, with the sentence of `checked`."""
        address = self.fields["address"]
        address.required = True
        address.error_messages["required"] = _("手紙の送り先か、訪ねる先の住所を書いてください。")

    def contact(self) -> Contact:
        said = self.cleaned_data
        return Contact(
            name=said.get("name", ""), kana=said.get("kana", ""), phone=said.get("phone", ""),
            email=said.get("email", ""), postcode=said.get("postcode", ""),
            address=said.get("address", ""),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name"):
            try:
                checked(
                    self.contact(),
                    by_letter=bool(cleaned.get("by_letter")),
                    needs_address=self.needs_address,
                )
            except Refused as no:
                self.add_error(no.field if no.field in self.fields else None, no.sentence)
        return cleaned

    def hidden(self) -> list[tuple[str, str]]:
        """What was answered, to be carried through the check page."""
        found = []
        for name in self.fields:
            if name != "website" and (value := self[name].value()):
                found.append((name, "on" if value is True else str(value)))
        return found
