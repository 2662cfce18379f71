"""The small lists of an entry: contacts, prices, languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.town.places.forms.fields import HttpsField, PhoneField
from tomoni.town.places.forms.rows import RowsForm, SectionForm
from tomoni.town.places.models import Contact, Listing
from tomoni.town.places.rules import languages, typed, words


class ContactsForm(RowsForm):
    """Numbers for residents and for professionals."""

    def columns(self, number: int) -> dict[str, forms.Field]:
        return {
            "audience": forms.ChoiceField(
                label=_("だれ向け"), choices=Contact.Audience.choices, required=False
            ),
            "label": forms.CharField(label=_("窓口・担当"), max_length=100, required=False),
            "label_en": forms.CharField(
                label=_("窓口・担当（英語）"), max_length=100, required=False
            ),
            "label_easy": forms.CharField(
                label=_("窓口・担当（やさしい日本語）"), max_length=100, required=False
            ),
            "phone": PhoneField(label=_("電話番号"), required=False),
            "extension": forms.CharField(label=_("内線"), max_length=40, required=False),
            "fax": PhoneField(label=_("FAX"), required=False),
            "email": forms.EmailField(label=_("メール"), required=False),
            "url": HttpsField(label=_("問い合わせフォーム"), required=False),
            "note": forms.CharField(label=_("メモ"), max_length=300, required=False),
            "note_en": forms.CharField(label=_("メモ（英語）"), max_length=300, required=False),
            "note_easy": forms.CharField(
                label=_("メモ（やさしい日本語）"), max_length=300, required=False
            ),
        }

    def says_something(self, row: dict[str, Any]) -> bool:
        return super().says_something({k: v for k, v in row.items() if k != "audience"})


class FeesForm(SectionForm):
    """What it costs: the kind, a sentence, and prices one to a line."""

    fee_kind = forms.ChoiceField(
        label=words.LABELS["fee_kind"], choices=Listing.FeeKind.choices, widget=forms.RadioSelect
    )
    fee_text = forms.CharField(label=words.LABELS["fee_text"], max_length=300, required=False)
    rows = forms.CharField(
        label=words.LABELS["fees"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行に一つ。例: 大人 500円"),
    )

    def clean_rows(self) -> list[dict[str, object]]:
        rows, problem = typed.prices(self.cleaned_data["rows"])
        if problem:
            raise forms.ValidationError(problem)
        return rows


class LanguagesForm(SectionForm):
    """In which languages people are served."""

    codes = forms.MultipleChoiceField(
        label=words.LABELS["languages"],
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("メモ"), max_length=200, required=False, help_text=_("例: 英語は火曜日だけ")
    )

    def __init__(self, *args: Any, listing: Listing, **known: Any) -> None:
        super().__init__(*args, **known)
        self.kept = {row.code: row.note for row in listing.languages.all()}
        known_codes = dict.fromkeys([*SPOKEN, *self.kept])
        self.fields["codes"].choices = [(code, languages.name_of(code)) for code in known_codes]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        cleaned = super().values()
        note = cleaned["note"]
        return {
            "expected": cleaned["expected"],
            "rows": [{"code": code, "note": note} for code in cleaned["codes"]],
        }


SPOKEN = ("ja-easy", "en", "zh", "ko", "ru", "vi", "th", "ne", "id", "jsl")
