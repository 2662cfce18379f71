"""A link for somebody outside: what for, to whom, how it gets there, how long it opens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.actions.links import DAYS
from tomoni.ground.batons.actions.outside import Contact
from tomoni.ground.batons.models import Offer, Question
from tomoni.ground.batons.rules.hands import LONGEST_LINK_DAYS

WAYS = (
    ("mail", _("メール")),
    ("sms", _("ショートメッセージ")),
    ("letter", _("手紙（QRコード入り）")),
    ("hand", _("次の画面を印刷して渡す（QRコード入り）")),
)


class LinkForm(Form):
    purpose = forms.ChoiceField(label=_("何のためのリンクか"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("相手の名前"), max_length=100, required=False,
        help_text=_("引き継ぎや問い合わせの返事のときは、空けておくとその相手になります。"),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("届け方"), choices=WAYS, widget=forms.RadioSelect)
    email = forms.CharField(label=_("メールアドレス"), max_length=254, required=False)
    phone = forms.CharField(label=_("携帯電話の番号"), max_length=40, required=False)
    postcode = forms.CharField(label=_("郵便番号"), max_length=10, required=False)
    address = forms.CharField(label=_("住所"), max_length=300, required=False)
    days = forms.IntegerField(
        label=_("何日のあいだ開けるか"), min_value=1, max_value=LONGEST_LINK_DAYS, initial=DAYS
    )

    def __init__(
        self, *args: Any, purposes: dict[str, Offer | Question | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = purposes
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (key, _purpose(one)) for key, one in purposes.items()
        ]

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "about": self.purposes[said["purpose"]],
            "contact": Contact(said["email"], said["phone"], said["postcode"], said["address"]),
            **{name: said[name] for name in ("name", "way", "days")},
        }


def _purpose(one: Offer | Question | None) -> Any:
    if one is None:
        return _("文と写真のやりとり")
    words = _("引き継ぎの返事") if isinstance(one, Offer) else _("問い合わせの返事")
    return f"{words}（{one.receiver}）"
