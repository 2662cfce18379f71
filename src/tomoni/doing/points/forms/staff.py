"""What staff answer: awards, paper cards, corrections."""

import re
import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.doing.points.rules import cards
from tomoni.doing.points.rules.kana import for_bank
from tomoni.doing.points.rules.terms import Terms

MOST_AT_ONCE = 1_000_000  # More than anybody has; a slip of the finger is noticed.


class Once(Form):
    """A form whose second sending is the same as the first."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial.setdefault("token", uuid.uuid4())

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"id": said.pop("token"), **said}


class AwardForm(Once):
    """One activity of one person."""

    activity = forms.ChoiceField(label=_("活動"))
    on = DayField(label=_("活動した日"))
    quantity = forms.IntegerField(
        label=_("分または回"), min_value=1, max_value=1440,
        help_text=_("時間で数える活動は分、ほかは回や個"),
    )  # fmt: skip

    def __init__(self, *args: Any, terms: Terms, **known: Any) -> None:
        super().__init__(*args, **known)
        choices: Any = self.fields["activity"]
        choices.choices = [(one.code, one.name) for one in terms.activities]
        self.initial.setdefault("on", localdate())


class CardForm(Once):
    """One paper card: its number, then the stamped days, then Enter."""

    activity = forms.ChoiceField(label=_("活動"))
    month = forms.RegexField(
        label=_("何年何月の分か"), regex=r"^\d{4}-\d{2}$", help_text=_("例: 2026-11"),
        widget=forms.TextInput(attrs={"size": 8, "autocomplete": "off"}),
    )  # fmt: skip
    card = forms.CharField(
        label=_("カードの番号"), max_length=12,
        widget=forms.TextInput(attrs={"autofocus": True, "size": 9, "autocomplete": "off"}),
    )  # fmt: skip
    days = forms.CharField(
        label=_("スタンプのある日"), max_length=200,
        help_text=_("日にちを空白で区切ります。1日に2つなら 5x2、60分なら 5x60"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 30}),
    )  # fmt: skip

    def __init__(self, *args: Any, terms: Terms, **known: Any) -> None:
        super().__init__(*args, **known)
        choices: Any = self.fields["activity"]
        choices.choices = [(one.code, one.name) for one in terms.activities]

    def clean_card(self) -> str:
        card = re.sub(r"\D", "", for_bank(self.cleaned_data["card"]))
        if not cards.is_right(card):
            raise forms.ValidationError(
                gettext("このカードの番号はありません。1けたずつ、もう一度見てください。")
            )
        return card

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "month" in said and "days" in said:
            try:
                said["days"] = _days(said["month"], said["days"])
            except ValueError as problem:
                self.add_error("days", str(problem))
        return said

    def values(self) -> dict[str, Any]:
        said = super().values()
        del said["month"]
        return said


def _days(month: str, text: str) -> list[tuple[date, int]]:
    """[(day, how many)] for ``3 5x2 12``; a month that does not have the day is said."""
    found: dict[date, int] = {}
    year, of_year = (int(part) for part in month.split("-"))
    for word in re.split(r"[\s,、]+", for_bank(text).strip()):
        match = re.fullmatch(r"(\d{1,2})(?:X(\d{1,4}))?", word)
        if not match:
            raise ValueError(gettext("読めない日にちがあります：%(word)s") % {"word": word})
        try:
            day = date(year, of_year, int(match[1]))
        except ValueError:
            raise ValueError(
                gettext("この月にない日にちがあります：%(word)s") % {"word": word}
            ) from None
        if day in found:
            raise ValueError(gettext("同じ日が二度あります：%(word)s") % {"word": word})
        found[day] = int(match[2] or 1)
    return sorted(found.items())


class AdjustForm(Once):
    """Points put right by hand."""

    points = forms.IntegerField(
        label=_("ポイント（へらすときは −）"), min_value=-MOST_AT_ONCE, max_value=MOST_AT_ONCE
    )
    note = forms.CharField(
        label=_("わけ"), max_length=200, help_text=_("病気や家庭のことは書かない")
    )


class ReasonForm(Once):
    note = forms.CharField(
        label=_("わけ"), max_length=200, help_text=_("病気や家庭のことは書かない")
    )


class RefuseForm(Form):
    reason = forms.CharField(label=_("支払わないわけ（本人が読みます）"), max_length=200)


class CameBackForm(Form):
    reason = forms.CharField(
        label=_("戻ったわけ（銀行のことば）"), max_length=100,
        help_text=_("例: 口座番号がちがう、口座が解約されている"),
    )  # fmt: skip


class FileForm(Once):
    """The day on which the bank pays."""

    pay_on = DayField(label=_("振込日"))
