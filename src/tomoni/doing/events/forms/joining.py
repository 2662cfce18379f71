"""What somebody answers who signs up: how many, who, how they are reached, and the organiser's questions."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.doing.events.actions.told import Told
from tomoni.doing.events.models import Role, Series, SignUp
from tomoni.doing.events.rules.joining import Guest
from tomoni.doing.events.rules.questions import YES_NO
from tomoni.ground.people.forms.reach import ReachForm
from tomoni.ground.people.models import Person

MOST_BY_STAFF = 30
LONGEST_AGE = 8


class SeatsForm(Form):
    """How many come, and as what."""

    role = forms.ChoiceField(label=_("どの役割で"), widget=forms.RadioSelect)
    seats = forms.ChoiceField(label=_("何人で来ますか"))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, roles: list[Role], most: int, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        choose = self.fields["role"]
        choose.choices = [(one.code, _role_words(one)) for one in roles]  # type: ignore[attr-defined]
        self.initial.setdefault("role", roles[0].code if roles else "")
        if len(roles) == 1:
            choose.widget = forms.HiddenInput()
        self.fields["seats"].choices = [  # type: ignore[attr-defined]
            (str(n), gettext("%(n)s人") % {"n": n}) for n in range(1, most + 1)
        ]


def _role_words(role: Role) -> str:
    if role.left is None:
        return str(role.get_code_display())
    return gettext("%(role)s（空き %(left)s）") % {
        "role": role.get_code_display(),
        "left": role.left,
    }


class AgeField(forms.CharField):
    """An age in years as people write it: 5, ５歳, 5才; gives a number or None."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"})
        super().__init__(max_length=LONGEST_AGE, required=False, widget=widget, **more)

    def clean(self, value: Any) -> int | None:
        text = unicodedata.normalize("NFKC", super().clean(value) or "").strip().rstrip("歳才さい")
        if not text:
            return None
        if not text.isdecimal() or int(text) > 120:
            raise forms.ValidationError(_("年齢を数字で書いてください。例: 5"))
        return int(text)


class GuestsMixin(forms.Form):
    """A row of name and age for each who comes."""

    def add_guests(self, seats: int, *, asks_age: bool, known: list[Guest] | None = None) -> None:
        """Fields for so many people; with one alone the name of who asks is enough."""
        self.seats = seats
        for n in range(seats):
            which = gettext("%(n)s人目: ") % {"n": n + 1} if seats > 1 else ""
            guest = known[n] if known and n < len(known) else None
            if seats > 1 or known:
                self.fields[f"guest_{n}"] = forms.CharField(
                    label=which + gettext("来る人のお名前"), required=False, max_length=100,
                    initial=guest.name if guest else "",
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                )  # fmt: skip
            if seats > 1 or asks_age:
                self.fields[f"age_{n}"] = AgeField(
                    label=which + (gettext("年齢") if asks_age else gettext("年齢（子どもの方）")),
                    initial=guest.age if guest else None,
                )
        self.fields["needs"] = forms.CharField(
            label=_("手伝ってほしいこと"), required=False, max_length=500,
            help_text=_("例: 車いす、手話、食べられないもの、送り迎え"),
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def guests(self) -> list[Guest]:
        said = self.cleaned_data
        return [Guest(said.get(f"guest_{n}", ""), said.get(f"age_{n}")) for n in range(self.seats)]


class JoinForm(GuestsMixin, ReachForm):
    """Everything on one page."""

    wait = forms.BooleanField(label=_("満席のときは、空きを待つ"), required=False, initial=True)

    def __init__(
        self, *args: Any, series: Series, seats: int, language: str = "ja",
        person: Person | None = None, **known: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **known)
        self.series, self.language, self.person = series, language, person
        self.fields["name"].label = _("ご本人のお名前") if person else _("申し込む人のお名前")
        self.add_guests(seats, asks_age=series.age_min is not None or series.age_max is not None)
        for question in series.questions:
            self.fields[f"q_{question['code']}"] = question_field(question)
        first = ["name", "phone", "email"]
        last = ["needs", "by_letter", "postcode", "address", "wait"]
        middle = [name for name in self.fields if name not in first + last]
        self.order_fields(first + middle + last)

    def told(self) -> Told:
        said = self.cleaned_data
        answers = {
            question["code"]: str(said.get(f"q_{question['code']}", "") or "")
            for question in self.series.questions
        }
        return Told(
            self.contact(), self.guests(), answers=answers, needs=said["needs"],
            by_letter=said["by_letter"], language=self.language, person=self.person,
        )  # fmt: skip

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        token = said["token"]
        return {
            "told": self.told(),
            "wait": said.get("wait", True),
            "client_id": str(token) if token else "",
        }


class ForSomebodyForm(JoinForm):
    """By telephone, on paper or at the counter; staff are no robots and are not asked to wait."""

    channel = forms.ChoiceField(
        label=_("受けた方法"),
        choices=[one for one in SignUp.Channel.choices if one[0] != SignUp.Channel.WEB],
        initial=SignUp.Channel.PHONE,
        widget=forms.RadioSelect,
    )
    kana = forms.CharField(label=_("お名前（かな）"), required=False, max_length=100)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        del self.fields["website"]
        self.order_fields(["channel", "name", "kana", "phone", "email"])

    def values(self) -> dict[str, Any]:
        return {**super().values(), "channel": self.cleaned_data["channel"]}


class ChangeForm(GuestsMixin, Form):
    """Who comes now."""

    def __init__(self, *args: Any, sign_up: SignUp, seats: int, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        rows = [Guest(one.who["name"], one.who.get("age")) for one in sign_up.attendees.all()]
        series = sign_up.role.occurrence.series
        self.add_guests(
            seats, asks_age=series.age_min is not None or series.age_max is not None, known=rows
        )
        self.initial.setdefault("needs", (sign_up.answers or {}).get("needs", ""))

    def values(self) -> dict[str, Any]:
        return {"guests": self.guests(), "needs": self.cleaned_data["needs"]}


def question_field(question: dict[str, Any]) -> forms.Field:
    """A question of the organiser as a field, with the reason for asking beside it."""
    why = question.get("why", "")
    known = {
        "label": question["words"],
        "required": bool(question.get("required")),
        "help_text": gettext("聞くわけ: %(why)s") % {"why": why} if why else "",
    }
    if question.get("kind") == YES_NO:
        # The answer is kept in Japanese, for the organiser's list.
        answers = [("はい", gettext("はい")), ("いいえ", gettext("いいえ"))]
        return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **known)
    if question.get("choices"):
        choices = [("", gettext("選んでください")), *((one, one) for one in question["choices"])]
        return forms.ChoiceField(choices=choices, **known)
    return forms.CharField(max_length=1000, **known)
