"""What somebody without an account answers: a name, a choice, a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.models import Offer

LONGEST = 2000


class _Named(Form):
    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        help_text=_("返事をする人のお名前。所属があれば、いっしょに書いてください。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("お名前を書いてください。")},
    )


class OfferForm(_Named):
    """Taken, or given back with the reason."""

    answer = forms.ChoiceField(
        label=_("引き受けられますか"),
        choices=[("accept", _("引き受けます")), ("give_back", _("引き受けられません"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("引き受けられるかどうかを選んでください。")},
    )
    reason = forms.ChoiceField(
        label=_("引き受けられない理由"),
        choices=[("", _("引き受けるときは選びません")), *Offer.Reason.choices],
        required=False,
    )
    reply = forms.CharField(
        label=_("伝えたいこと"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["answer", "reason", "reply", "name"]


class QuestionForm(_Named):
    """The answer in one's own words."""

    text = forms.CharField(
        label=_("お返事"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("お返事を書いてください。")},
    )
    field_order = ["text", "name"]
