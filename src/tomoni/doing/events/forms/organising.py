"""What an organiser answers: the paper list, who came by, another time, why it is called off."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import ClockField, DayField
from tomoni.doing.events.forms.joining import AgeField, question_field
from tomoni.doing.events.models import AgeBand, Role


class RoleForm(Form):
    """For which role, and how many people are in the party."""

    role = forms.ChoiceField(label=_("どの役割で"), required=False)
    n = forms.IntegerField(label=_("人数"), min_value=1, max_value=30, required=False)

    def __init__(self, *args: Any, roles: list[Role], **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.fields["role"].choices = [(one.code, one.get_code_display()) for one in roles]  # type: ignore[attr-defined]


class PaperRowForm(Form):
    """One line of the sheet that lay on the counter."""

    name = forms.CharField(label=_("お名前"), max_length=100, required=False)
    phone = forms.CharField(label=_("電話番号か住所"), max_length=300, required=False)
    seats = forms.IntegerField(
        label=_("人数"), min_value=1, max_value=30, required=False, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 3}),
    )  # fmt: skip
    age = AgeField(label=_("年齢"))
    needs = forms.CharField(label=_("手伝ってほしいこと"), max_length=300, required=False)

    def __init__(
        self, *args: Any, questions: list[dict[str, Any]] | None = None, **known: Any
    ) -> None:
        super().__init__(*args, **known)
        self.questions = questions or []
        for one in self.questions:
            field = question_field(one)
            field.required, field.help_text = False, ""
            if isinstance(field, forms.ChoiceField):
                field.widget = forms.Select(choices=[("", "–"), *field.choices[-99:]])
            self.fields[f"q_{one['code']}"] = field

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        answers = {one["code"]: said.get(f"q_{one['code']}") or "" for one in self.questions}
        plain = {name: said[name] for name in ("name", "phone", "seats", "age", "needs")}
        return {**plain, "answers": answers}


class WalkInForm(Form):
    """Somebody stands at the door."""

    name = forms.CharField(
        label=_("お名前（なくてもかまいません）"), max_length=100, required=False
    )
    age_band = forms.ChoiceField(label=_("世代"), choices=AgeBand.choices, initial=AgeBand.UNKNOWN)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "name": said["name"], "age_band": said["age_band"],
            "client_id": str(said["token"] or ""),
        }  # fmt: skip


class ReasonForm(Form):
    """Why a date does not take place; everybody who signed up reads it."""

    reason = forms.CharField(
        label=_("中止の理由"), max_length=300, help_text=_("申し込んだ人、みんなに届きます。"),
        error_messages={"required": _("中止の理由を書いてください。")},
    )  # fmt: skip


class MoveForm(Form):
    """Another day, time or place, for this date or for all that follow."""

    day = DayField(label=_("新しい日"))
    begins = ClockField(label=_("始まる時刻"))
    ends = ClockField(label=_("終わる時刻"))
    place_text = forms.CharField(label=_("会場（変わるときだけ）"), max_length=300, required=False)
    reason = forms.CharField(
        label=_("理由"), max_length=300, required=False,
        help_text=_("申し込んだ人、みんなに届きます。"),
    )  # fmt: skip
    rest = forms.ChoiceField(
        label=_("どの回を変えますか"),
        choices=[("", _("この回だけ")), ("rest", _("この回から先、ぜんぶ"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("ends", _("終わりは、始まりより後にしてください。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "starts_at": moment(said["day"], said["begins"]),
            "minutes": said["ends"] - said["begins"],
            "place_text": said["place_text"],
            "reason": said["reason"],
        }


def moment(day: Any, minutes: int) -> datetime:
    """A day and minutes from midnight as an instant here."""
    zone = timezone.get_current_timezone()
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone)
