"""A call for umbrellas, who wants to hear it, and what came of ringing them."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ties.umbrellas.actions import ringing
from tomoni.ties.umbrellas.forms.work import NumberField
from tomoni.ties.umbrellas.models import Ringing


class CallForm(Form):
    number = NumberField(label=_("ほしい本数"), least=1)
    until_on = DayField(label=_("いつまで"), required=True)
    words = forms.CharField(
        label=_("ひとこと"), max_length=200, required=False,
        help_text=_("例: 雪まつりの前に、長い傘をさがしています。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial.setdefault("until_on", localdate() + timedelta(days=30))


class ListenForm(Form):
    """How somebody who has no account wants to hear it."""

    way = forms.ChoiceField(
        label=_("知らせ方"), widget=forms.RadioSelect,
        choices=[("phone", _("電話で伝える")), ("letter", _("手紙かメールで知らせる"))],
        error_messages={"required": _("電話か、手紙やメールか、選んでください。")},
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)

    def values(self) -> dict[str, Any]:
        return {"is_rung": self.cleaned_data["way"] == "phone"}


class AnswerForm(Form):
    """What came of a telephone call."""

    answer = forms.ChoiceField(
        label=_("電話はどうでしたか"), widget=forms.RadioSelect,
        choices=[
            ("brings", _("持って来てくれる")), ("reached", _("伝えた（持って来るかは、まだ分からない）")),
            ("missed", _("出なかった（あとで、もう一度かける）")), ("let_go", _("電話しなかった（ほかの人にゆずる）")),
        ],
        error_messages={"required": _("電話がどうなったか、選んでください。")},
    )  # fmt: skip
    number = NumberField(label=_("持って来る本数"), least=1, most=ringing.MOST, required=False)
    note = forms.CharField(
        label=_("ひとこと"), max_length=120, required=False,
        help_text=_("例: 土曜に駅の案内所へ。体や家のことは書かないでください。"),
    )  # fmt: skip
    depends = ("number",)

    def __init__(self, *args: Any, row: Ringing, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        self.initial |= {"answer": row.answer or None, "number": row.number, "note": row.note}
