"""What the organiser of a competition writes: its rule, a team, the sheet of scores."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.doing.events.actions.competition import Noted
from tomoni.doing.events.queries.competition import Table
from tomoni.doing.events.rules import competition as rules


class NumberField(forms.IntegerField):
    """A whole number as people write it, also in wide digits."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        super().__init__(
            widget=widget, error_messages={"invalid": _("数字で書いてください。")}, **more
        )

    def to_python(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", str(value or "")).strip().rstrip("人回組")
        return super().to_python(text)


class RuleForm(Form):
    """How the teams are compared."""

    unit = forms.CharField(
        label=_("何で競うか"), max_length=40, help_text=_("例: 運んだ雪の量（kg）、かかった時間（秒）"),
        error_messages={"required": _("何で競うかを書いてください。")},
    )  # fmt: skip
    more_wins = forms.ChoiceField(
        label=_("どちらが勝ちですか"), choices=[("more", _("多いほうが勝ち")), ("less", _("少ないほうが勝ち"))],
        initial="more", widget=forms.RadioSelect,
    )  # fmt: skip
    rounds = NumberField(label=_("何回やりますか"), initial=1)
    team_size = NumberField(label=_("一組は何人までですか"), initial=5)
    words = forms.CharField(
        label=_("決まり"), max_length=2000, required=False,
        help_text=_("参加する人が読みます。例: 屋根の雪には登らない。道具は会場のものを使う。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "more_wins": self.cleaned_data["more_wins"] == "more"}


class TeamForm(Form):
    """One team; who is in it is not asked."""

    name = forms.CharField(
        label=_("組の名前"), max_length=60, error_messages={"required": _("組の名前を書いてください。")}
    )  # fmt: skip
    members = NumberField(label=_("人数"), initial=1)


class SheetForm(Form):
    """A field for each team and round. What stood in it is sent along, so that two can write."""

    def __init__(self, *args: Any, table: Table, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.table = table
        for row in table.rows:
            for nth, value in zip(table.rounds, row.rounds, strict=True):
                stands = "" if value is None else f"{value.normalize():f}"
                self.fields[_name(row.entry.key, nth)] = forms.CharField(
                    required=False, max_length=12, initial=stands, label=row.entry.name,
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 7, "autocomplete": "off"}),
                )  # fmt: skip
                self.fields["w" + _name(row.entry.key, nth)] = forms.CharField(
                    required=False, initial=stands, widget=forms.HiddenInput
                )

    def cells(self) -> list[tuple[Any, list[tuple[int, Any, Any]]]]:
        """Each standing with (round, field, hidden field) for the table of the page."""
        return [
            (
                row,
                [
                    (nth, self[_name(row.entry.key, nth)], self["w" + _name(row.entry.key, nth)])
                    for nth in self.table.rounds
                ],
            )
            for row in self.table.rows
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.sheet: dict[tuple[UUID, int], Noted] = {}
        for row in self.table.rows:
            for nth in self.table.rounds:
                name = _name(row.entry.key, nth)
                try:
                    now = _number(cleaned.get(name, ""))
                    was = _number(cleaned.get("w" + name, ""))
                except InvalidOperation:
                    self.add_error(name, _("数字で書いてください。例: 12.5"))
                    continue
                if now is not None and (why := rules.why_not_score(now)):
                    self.add_error(name, why)
                self.sheet[UUID(row.entry.key), nth] = Noted(was, now)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {"sheet": self.sheet}


def _name(key: str, nth: int) -> str:
    return f"s-{key}-{nth}"


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not plain:
        return None
    value = Decimal(plain)
    if not value.is_finite():
        raise InvalidOperation
    return value.quantize(Decimal("0.01")) if abs(value) < 10**7 else value
