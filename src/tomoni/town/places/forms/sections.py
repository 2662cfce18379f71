"""The parts of an entry, each a form of its own, in the order in which people tell it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.typed import DayField
from tomoni.ground.districts.models import District
from tomoni.ground.people.models import Organisation
from tomoni.town.places.forms.fields import HttpsField, WholeField
from tomoni.town.places.forms.rows import SectionForm
from tomoni.town.places.models import Category, Listing, ListingText
from tomoni.town.places.rules import words
from tomoni.web.templatetags.shell import local


def _text(name: str, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=words.LABELS[name], required=False, widget=widget, **more)


def _line(name: str, longest: int, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    return forms.CharField(label=words.LABELS[name], max_length=longest, **more)


class CategoryChoice(forms.ModelChoiceField):
    """Categories under their groups; groups themselves are not a choice."""

    def __init__(self, **known: Any) -> None:
        super().__init__(Category.objects.filter(is_active=True, parent__isnull=False), **known)

    def label_from_instance(self, obj: Category) -> str:
        return f"{local(obj, 'name')}（{obj.code}）"


class NamesForm(SectionForm):
    """What it is called, what it is, and who runs it."""

    name = _line("name", 200, required=True)
    name_kana = _line("name_kana", 300, help_text=_("ひらがなで。五十音順の一覧に使います。"))
    name_en = _line("name_en", 200)
    also = _line(
        "also", 300, help_text=_("前の名前や略した名前。空白で区切ります。さがすときに使います。")
    )
    category = CategoryChoice(label=words.LABELS["category"], required=False)
    more_categories = forms.ModelMultipleChoiceField(
        Category.objects.filter(is_active=True, parent__isnull=False),
        label=words.LABELS["more_categories"],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("二つ以上選ぶときは Ctrl を押しながら。"),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=words.LABELS["organisation"], required=False
    )

    def __init__(self, *args: Any, organisations: Any = None, **known: Any) -> None:
        super().__init__(*args, **known)
        if organisations is not None:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
            self.fields["organisation"].required = True


class UseForm(SectionForm):
    """What happens there, for whom, and how to get in."""

    summary = _line(
        "summary", 200, help_text=_("どんなところかを一文で。例: だれでも来られるお茶の会です。")
    )
    description = _text("description", 5)
    who_for = _text("who_for", 2)
    age_min = WholeField(label=words.LABELS["age_min"], required=False, max_value=150)
    age_max = WholeField(label=words.LABELS["age_max"], required=False, max_value=150)
    entry = forms.ChoiceField(
        label=words.LABELS["entry"], choices=Listing.Entry.choices, widget=forms.RadioSelect
    )
    entry_text = _text("entry_text", 2)
    documents = _text("documents", 3, help_text=_("一行に一つ"))
    capacity = WholeField(label=words.LABELS["capacity"], required=False, min_value=0)
    capacity_text = _line("capacity_text", 200)
    hours_text = _line("hours_text", 500, help_text=_("表に書けないこと。例: 学校が休みの日だけ。"))
    url = HttpsField(label=words.LABELS["url"], required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("age_min"), cleaned.get("age_max")
        if first is not None and last is not None and last < first:
            self.add_error("age_max", _("「何歳まで」が「何歳から」より小さい数です。"))
        return cleaned


class SourceForm(SectionForm):
    """Where the facts come from, and when somebody made sure."""

    source = _line(
        "source", 300, help_text=_("だれに、何で確かめたか。例: 11月20日に運営の佐藤さんへ電話")
    )
    source_url = HttpsField(label=words.LABELS["source_url"], required=False, max_length=500)
    licence = _line("licence", 100)
    checked_on = DayField(label=words.LABELS["checked_on"], required=False)
    review_every_days = WholeField(
        label=words.LABELS["review_every_days"],
        required=False,
        min_value=7,
        max_value=1100,
        help_text=_("空欄は分類の間隔"),
    )


class TextForm(SectionForm):
    """The entry in one other language."""

    name = _line("name", 300)
    summary = _line("summary", 400)
    description = _text("description", 5)
    who_for = _text("who_for", 2)
    entry_text = _text("entry_text", 2)
    fee_text = _line("fee_text", 400)
    documents = _text("documents", 3)
    capacity_text = _line("capacity_text", 400)
    hours_text = _line("hours_text", 500)

    FIELDS = tuple(
        f.name
        for f in ListingText._meta.get_fields()
        if f.name not in ("id", "listing", "language")
    )


class AreasForm(SectionForm):
    """For the people of which districts it is."""

    rows = forms.ModelMultipleChoiceField(
        District.objects.order_by("kind", "order", "id"),
        label=words.LABELS["areas"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("住んでいる地区で担当が分かれるときだけ選びます。選ばなければ市全体です。"),
    )

    def values(self) -> dict[str, Any]:
        cleaned = super().values()
        return {**cleaned, "rows": [{"district_id": found.pk} for found in cleaned["rows"]]}


class HazardsForm(SectionForm):
    """For which hazards one may flee there."""

    rows = forms.MultipleChoiceField(
        label=words.LABELS["hazards"],
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("指定緊急避難場所のときだけ選びます。"),
    )

    def __init__(self, *args: Any, **known: Any) -> None:
        from tomoni.town.places.models import Hazard

        super().__init__(*args, **known)
        self.fields["rows"].choices = Hazard.Code.choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        cleaned = super().values()
        return {**cleaned, "rows": [{"code": code} for code in cleaned["rows"]]}
