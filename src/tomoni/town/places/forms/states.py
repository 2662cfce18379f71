"""Small forms of the steps in an entry's life."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.ground.batons.models import Offer
from tomoni.ground.batons.models.offers import Way
from tomoni.ground.people.models import Organisation
from tomoni.town.places.forms.sections import CategoryChoice
from tomoni.town.places.models import DateKnown
from tomoni.town.places.rules import replying


class _Plain(Form):
    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)


def _known(label: Any) -> forms.ChoiceField:
    """Is that the first day, or only a day on which somebody knew it?"""
    return forms.ChoiceField(
        label=label,
        choices=DateKnown.choices,
        required=False,
        help_text=_(
            "資料に「令和3年1月の時点」とだけあるときは、その月のどれかの日を書いて選びます。"
        ),
    )


class SuspendForm(_Plain):
    """休止にする."""

    reason = forms.CharField(
        label=_("休止の理由"),
        max_length=300,
        required=False,
        help_text=_("みなさんに見えます。例: 冬のあいだは休みます"),
    )
    reason_en = forms.CharField(label=_("休止の理由（英語）"), max_length=300, required=False)
    reason_easy = forms.CharField(
        label=_("休止の理由（やさしい日本語）"), max_length=300, required=False
    )
    from_on = DayField(label=_("いつから"), required=False, help_text=_("空ければ今日から"))
    from_known = _known(_("休止の始まりの分かり方"))
    until_on = DayField(
        label=_("いつまで"), required=False, help_text=_("分からなければ空けます。")
    )


class CloseForm(_Plain):
    """終了にする."""

    reason = forms.CharField(
        label=_("終了の理由"),
        max_length=300,
        required=False,
        help_text=_("みなさんに見えます。例: 会場がなくなったため"),
    )
    reason_en = forms.CharField(label=_("終了の理由（英語）"), max_length=300, required=False)
    reason_easy = forms.CharField(
        label=_("終了の理由（やさしい日本語）"), max_length=300, required=False
    )
    on = DayField(label=_("終了した日"), required=False, help_text=_("空ければ今日"))
    on_known = _known(_("終了した日の分かり方"))


class ConfirmForm(_Plain):
    """All facts are still right: publish, reopen and confirm ask the same two things."""

    source = forms.CharField(
        label=_("だれに、何で確かめましたか"),
        max_length=300,
        required=False,
        help_text=_("空ければ、いまの「情報のもと」のままです。"),
    )
    checked_on = DayField(label=_("確かめた日"), required=False, help_text=_("空ければ今日"))


class NewForm(_Plain):
    """A new entry: a name and a category; the rest comes in its parts."""

    name = forms.CharField(label=_("名前"), max_length=200)
    name_kana = forms.CharField(label=_("読み"), max_length=300, required=False)
    category = CategoryChoice(
        label=_("分類"),
        required=False,
        help_text=_("分類を選ぶと、よくある内容が下書きに入ります。"),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("運営"), required=False
    )

    def __init__(self, *args: Any, organisations: Any = None, **known: Any) -> None:
        super().__init__(*args, **known)
        if organisations is not None:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
            self.fields["organisation"].required = True


class AnswerForm(_Plain):
    """What we answer to somebody who told us something."""

    answer = forms.CharField(
        label=_("お返事"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "送ってくれた人が受付票のページで読みます。例: 電話番号を直しました。ありがとうございます。"
        ),
    )
    called = forms.ChoiceField(
        label=_("電話でのお返事"),
        required=False,
        choices=[
            (replying.TOLD, _("電話で伝えた")),
            (replying.NOT_REACHED, _("何度かけても、つながらなかった")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, call: bool = False, **known: Any) -> None:
        super().__init__(*args, **known)
        if not call:
            del self.fields["called"]


class OwnAnswerForm(_Plain):
    """An operator's answer to what she was asked."""

    text = forms.CharField(
        label=_("お返事"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("お返事を書いてください。")},
    )


class OfferReplyForm(_Plain):
    """Taken on, or given back with the reason."""

    answer = forms.ChoiceField(choices=[("accept", ""), ("give_back", "")])
    reason = forms.ChoiceField(
        label=_("引き受けられない理由"),
        choices=[("", _("引き受けるときは選びません")), *Offer.Reason.choices],
        required=False,
    )


class HeardForm(_Plain):
    """What those who run the entry said on the telephone or wrote on paper."""

    heard = forms.CharField(label=_("聞いた返事"), widget=forms.Textarea(attrs={"rows": 3}))
    heard_from = forms.CharField(label=_("返事をした人のお名前"), max_length=100)
    heard_way = forms.ChoiceField(
        label=_("どうやって聞きましたか"),
        choices=[(w, w.label) for w in (Way.PHONE, Way.PAPER, Way.FAX, Way.TALK)],
        widget=forms.RadioSelect,
        initial=Way.PHONE,
    )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"text": said["heard"], "name": said["heard_from"], "way": said["heard_way"]}
