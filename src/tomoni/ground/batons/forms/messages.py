"""A message: to whom, and the words."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.forms.links import LONGEST
from tomoni.ground.batons.models import Party
from tomoni.ground.people.models import Team


class ReplyForm(Form):
    """The token makes a second press of the button the same message."""

    text = forms.CharField(
        label=_("文"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("文を書いてください。")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class MessageForm(ReplyForm):
    to = forms.ChoiceField(label=_("だれと"))
    field_order = ["to", "text", "token"]

    def __init__(self, *args: Any, others: dict[str, Party | Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        parties = [(key, _label(one)) for key, one in others.items() if isinstance(one, Party)]
        teams = [(key, str(one)) for key, one in others.items() if isinstance(one, Team)]
        groups: list[Any] = [(_("相談した人・外部の相手"), parties), (_("チーム"), teams)]
        choices = [group for group in groups if group[1]]
        first = [] if len(others) == 1 else [("", _("選んでください"))]
        self.fields["to"].choices = [*first, *choices]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "to": self.others[self.cleaned_data["to"]]}


def _label(party: Party) -> str:
    return f"{party}（{party.get_part_display()}）"
