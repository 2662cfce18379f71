"""A visitor's booking; and what guides and staff write in up to four languages."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form, OpenForm
from tomoni.core.typed import DayField
from tomoni.doing.appointments.models import Kind
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.ground.people.contacts import Contact
from tomoni.ties.tourism.models import Guide, Programme, Tip
from tomoni.ties.tourism.rules import seasons
from tomoni.ties.tourism.rules.languages import CHOICES, NAMES

MONTHS = [(str(n), str(n)) for n in range(1, 13)]
AREA = forms.Textarea(attrs={"rows": 3})


class BookForm(OpenForm):
    """Time, how many, a name and one way to be reached."""

    at = forms.ChoiceField(
        label=_("日時"), widget=forms.RadioSelect,
        error_messages={
            "required": _("日時を選んでください。"),
            "invalid_choice": _("この時間は、もう空いていません。ほかの時間を選んでください。"),
        },
    )  # fmt: skip
    people = forms.CharField(
        label=_("何人で来ますか"), max_length=4, widget=forms.TextInput(
            attrs={"inputmode": "numeric", "size": 4}
        ),
        error_messages={"required": _("人数を数字で書いてください。")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("お名前"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("お名前を書いてください。")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("メールアドレス"), required=False, max_length=254,
        help_text=_("受付票と、変わったときのお知らせが届きます。"),
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("メールアドレスの形を確かめてください。例: haru@example.jp")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("電話番号"), required=False, max_length=40,
        help_text=_("日本の電話番号があれば書いてください。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, times: list[tuple[str, str]], **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["at"].choices = times  # type: ignore[attr-defined]

    def clean_people(self) -> int:
        text = unicodedata.normalize("NFKC", self.cleaned_data["people"]).strip()
        if not text.isdecimal():
            raise forms.ValidationError(_("人数を数字で書いてください。"))
        return int(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("email") or cleaned.get("phone") or self.errors):
            self.add_error("email", _("メールアドレスか電話番号を書いてください。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "starts_at": moment(int(said["at"])),
            "people": said["people"],
            "contact": Contact(name=said["name"], email=said["email"], phone=said["phone"]),
            "token": said["token"],
        }


class _WordsForm(Form):
    """Text fields in each language; the form says in which one it was written first."""

    parts: dict[str, Any] = {}  # Name of a text → (label, whether it is long).
    source = forms.ChoiceField(
        label=_("はじめに書くことば"), choices=CHOICES, initial="ja", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        for code, name in NAMES.items():
            for part, (label, is_long) in self.parts.items():
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=f"{label} ({name})", required=False, max_length=2000 if is_long else 200,
                    widget=AREA if is_long else forms.TextInput,
                )  # fmt: skip

    def texts(self) -> dict[str, Any]:
        """Language → its words: a text where there is one part, else a dict of them."""
        said = self.cleaned_data
        rows = {c: {p: said[f"{p}_{c}"] for p in self.parts} for c in NAMES}
        return {c: next(iter(row.values())) for c, row in rows.items()} if len(self.parts) == 1 else rows  # fmt: skip

    @classmethod
    def initial_of(cls, thing: Any) -> dict[str, Any]:
        """What is written already."""
        found: dict[str, Any] = {}
        for row in thing.texts.all():
            found |= {f"{part}_{row.language}": getattr(row, part) for part in cls.parts}
            if row.is_source:
                found["source"] = row.language
        return found


class TipForm(_WordsForm):
    about = forms.ChoiceField(
        label=_("何のこと"), choices=Tip.About.choices, widget=forms.RadioSelect,
        error_messages={"required": _("何のことか選んでください。")},
    )  # fmt: skip
    hours = forms.IntegerField(
        label=_("何時間出しますか"), initial=6, help_text=_("過ぎると、ひとりでに消えます。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )  # fmt: skip
    signed = forms.CharField(
        label=_("ページに出す書いた人"), max_length=60, required=False,
        help_text=_("例: 運河の近くの店。空けておくと、あなたの名前が出ます。"),
    )  # fmt: skip
    parts = {"text": (_("ことば"), False)}

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "about": said["about"], "hours": said["hours"], "signed": said["signed"],
            "source": said["source"], "texts": self.texts(),
        }  # fmt: skip


class TipTextForm(_WordsForm):
    parts = {"text": (_("ことば"), False)}

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        del self.fields["source"]

    def values(self) -> dict[str, Any]:
        return {"texts": self.texts()}


class ProfileForm(_WordsForm):
    agrees = forms.BooleanField(
        label=_("名前と紹介を、旅行者のページに出してよい"), required=False,
        help_text=_("あとで外すと、すぐに消えます。"),
    )  # fmt: skip
    parts = {"about": (_("紹介と得意な話"), True)}

    @classmethod
    def initial_of(cls, thing: Guide) -> dict[str, Any]:
        return {**super().initial_of(thing), "agrees": thing.is_shown}

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"agrees": said["agrees"], "source": said["source"], "texts": self.texts()}


class ProgrammeForm(_WordsForm):
    FIELDS = (
        "kind", "metres", "slope", "steps", "is_for_wheelchairs", "most_people", "fee", "is_shown",
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        label=_("予約の種類"), queryset=Kind.objects.none(),
        help_text=_("長さと、案内する人は、予約の窓口で決めます。"),
    )  # fmt: skip
    metres = forms.IntegerField(label=_("歩く道のり（m）"), min_value=0, max_value=50_000)
    slope = forms.ChoiceField(label=_("坂"), choices=Programme.Slope.choices)
    steps = forms.IntegerField(label=_("階段の段数"), min_value=0, max_value=5000, initial=0)
    is_for_wheelchairs = forms.BooleanField(label=_("車いすで回れる"), required=False)
    months = forms.MultipleChoiceField(
        label=_("歩ける月"), choices=MONTHS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("選ばなければ、一年中とします。"),
    )  # fmt: skip
    most_people = forms.IntegerField(
        label=_("一組の人数の上限"), min_value=1, max_value=100, initial=10
    )
    fee = forms.IntegerField(label=_("一組の料金（円）"), min_value=0, max_value=100_000, initial=0)
    is_shown = forms.BooleanField(label=_("公開する"), required=False)
    parts = {
        "title": (_("題"), False),
        "about": (_("内容"), True),
        "meeting": (_("待ち合わせの場所"), False),
    }

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        open_kinds = Kind.objects.filter(closed_on=None, seats=1, is_talk=False)
        self.fields["kind"].queryset = open_kinds.select_related("desk").order_by(  # type: ignore[attr-defined]
            "desk__order", "order", "pk"
        )

    @classmethod
    def initial_of(cls, thing: Programme) -> dict[str, Any]:
        known = {name: getattr(thing, name) for name in cls.FIELDS}
        months = [str(month) for month in thing.season]
        return {**super().initial_of(thing), **known, "months": months}

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {name: said[name] for name in self.FIELDS}
        found["months"] = seasons.together(said["months"])
        return {**found, "source": said["source"], "texts": self.texts()}


class ReadForm(Form):
    """Who read it, and when."""

    read_by = forms.CharField(
        label=_("読んで確かめた人"), max_length=60,
        help_text=_("このことばで育った人の名前。本人がよいと言った書き方で。"),
        error_messages={"required": _("読んで確かめた人を書いてください。")},
    )  # fmt: skip
    read_on = DayField(label=_("読んで確かめた日"), required=True)
