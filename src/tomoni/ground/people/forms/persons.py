"""Forms of the staff pages of persons, households and relations."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tomoni.core.codes import read_postcode
from tomoni.core.forms import Form
from tomoni.core.phones import read_phone
from tomoni.core.typed import DayField
from tomoni.ground.districts.models import Town
from tomoni.ground.people.actions import persons
from tomoni.ground.people.models import HouseholdMember, Person, Relation, Team
from tomoni.web.dates import bare_date


class PhoneField(forms.CharField):
    """A telephone number in any writing, kept as it is dialled."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(max_length=40, **more)

    def clean(self, value: Any) -> str:
        reading = read_phone(super().clean(value) or "")
        if reading.problem:
            raise forms.ValidationError(reading.problem)
        return reading.value.number if reading.value else ""


class PersonForm(Form):
    """What is known about somebody; only the name is needed."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        help_text=_("戸籍の字のまま書けます。検索はどの字体でも見つけます。"),
    )
    name_kana = forms.CharField(label=_("お名前（かな）"), max_length=100, required=False)
    birth_on = DayField(label=_("生年月日"), required=False)
    phone = PhoneField(label=_("電話番号"), required=False)
    email = forms.EmailField(label=_("メールアドレス"), required=False)
    postcode = forms.CharField(label=_("郵便番号"), max_length=10, required=False)
    address = forms.CharField(label=_("住所"), max_length=200, required=False)
    town = forms.ModelChoiceField(
        label=_("町"),
        queryset=Town.objects.all(),
        required=False,
        help_text=_("空けておくと、住所から探します。"),
    )
    language = forms.ChoiceField(label=_("使うことば"), choices=settings.LANGUAGES)
    source = forms.ChoiceField(label=_("どこから聞いたか"), choices=Person.Source.choices)
    note = forms.CharField(
        label=_("連絡のときの注意"),
        max_length=200,
        required=False,
        help_text=_("耳が遠い、夜は電話しない、など。病気や相談の中身は書きません。"),
    )
    restricted_to = forms.ModelChoiceField(
        label=_("このチームだけが見る"),
        queryset=Team.objects.open(),
        required=False,
        help_text=_("職員本人や家族、住所を知られてはいけない人のときに選びます。"),
    )
    died_on = DayField(label=_("亡くなった日"), required=False)
    left_on = DayField(label=_("市外へ移った日"), required=False)

    def clean_postcode(self) -> str:
        read = read_postcode(str(self.cleaned_data["postcode"]))
        if read.problem:
            raise forms.ValidationError(_("郵便番号は7けたです。分からなければ空けてください。"))
        return read.value or ""

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        return {
            field: getattr(person, field)
            for field in persons.FIELDS
            if field in PersonForm.base_fields
        }


class ChooseMixin(forms.Form):
    """One person out of those a search found."""

    def __init__(self, *args: Any, among: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["other"].queryset = among  # type: ignore[attr-defined]


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        born = bare_date(obj.birth_on, get_language() or "ja") if obj.birth_on else ""
        parts = [obj.name, obj.name_kana, born]
        return "　".join([part for part in parts if part] + ([obj.address] if obj.address else []))


class RelateForm(ChooseMixin, Form):
    other = PersonChoice(
        label=_("相手の人"),
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    kind = forms.ChoiceField(
        label=_("この人にとって"), choices=Relation.Kind.choices, help_text=_("例：娘なら「子」")
    )
    note = forms.CharField(label=_("メモ"), max_length=200, required=False)


class MoveInForm(ChooseMixin, Form):
    other = PersonChoice(
        label=_("いっしょに暮らす人"),
        queryset=Person.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    part = forms.ChoiceField(label=_("世帯での続き柄"), choices=HouseholdMember.Part.choices)
    from_on = DayField(label=_("いつから"), required=False)

    def values(self) -> dict[str, Any]:
        kept = {k: v for k, v in self.cleaned_data.items() if k != "other"}
        return {**kept, "with_person": self.cleaned_data["other"]}
