"""What a holder answers: how many points, how they want them, and where the money goes."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.doing.points.models import Claim
from tomoni.doing.points.rules import terms as rules
from tomoni.doing.points.rules.terms import Terms

BANK = ("bank", "bank_name", "branch", "branch_name", "kind", "number", "holder")
CONDITIONS = {
    rules.NO_ARREARS: _("介護保険料などの未納はありません"),
    rules.NOT_CERTIFIED: _("要介護・要支援の認定を受けていません"),
    rules.LIVES_HERE: _("市内に住んでいます"),
}


class BankForm(Form):
    """A bank account, as it stands in the passbook."""

    bank = forms.CharField(
        label=_("銀行の番号（4けた）"), max_length=12,
    )  # fmt: skip
    bank_name = forms.CharField(label=_("銀行の名前（カナ）"), max_length=30, required=False)
    branch = forms.CharField(label=_("支店の番号（3けた）"), max_length=12)
    branch_name = forms.CharField(label=_("支店の名前（カナ）"), max_length=30, required=False)
    kind = forms.ChoiceField(
        label=_("預金の種類"),
        choices=[("1", _("普通")), ("2", _("当座")), ("4", _("貯蓄"))],
    )
    number = forms.CharField(label=_("口座番号（7けた）"), max_length=16)
    holder = forms.CharField(
        label=_("口座の名義（カナ）"), max_length=60,
        help_text=_("通帳の表紙のうらに書いてあるとおりに書いてください。"),
    )  # fmt: skip

    def bank_account(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in BANK}

    def values(self) -> dict[str, Any]:
        return {"bank": self.bank_account()}


class PayerForm(BankForm):
    """The account the money comes from."""

    client = forms.CharField(label=_("委託者コード（10けた）"), max_length=16)

    def values(self) -> dict[str, Any]:
        return {"payer": {**self.bank_account(), "client": self.cleaned_data["client"]}}


class ClaimForm(BankForm):
    """One page: few people claim more than once a year, and all of it stands in the passbook."""

    points = forms.IntegerField(label=_("交換するポイント"), min_value=1, max_value=2_000_000_000)
    way = forms.ChoiceField(label=_("受け取り方"), widget=forms.RadioSelect)
    declared = forms.MultipleChoiceField(
        label=_("つぎのことを確かめて、しるしをつけてください"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    has_consent = forms.BooleanField(label=_("保護者の同意書を確かめた"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)

    depends = BANK
    field_order = ["points", "way", "declared", "has_consent", *BANK, "token"]

    def __init__(self, *args: Any, terms: Terms, by_staff: bool = False, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        ways: Any = self.fields["way"]
        ways.choices = [(one.value, one.label) for one in Claim.Way if one.value in terms.ways]
        if len(ways.choices) == 1:
            self.initial.setdefault("way", ways.choices[0][0])
        conditions: Any = self.fields["declared"]
        conditions.choices = [(code, CONDITIONS[code]) for code in terms.conditions]
        if not terms.conditions:
            del self.fields["declared"]
        if not by_staff:
            del self.fields["has_consent"]
        if rules.BANK not in terms.ways:
            for name in BANK:
                del self.fields[name]
        elif len(ways.choices) > 1:
            self.fields["bank"].help_text = _("ここから下は、銀行の口座に振り込むときに書きます。")
            for name in BANK:
                self.fields[name].required = False
        self.initial.setdefault("token", uuid.uuid4())

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "id": said["token"],
            "points": said["points"],
            "way": said["way"],
            "declared": said.get("declared", []),
            "has_consent": said.get("has_consent", False),
            "bank": self.bank_account() if "bank" in self.fields else None,
        }
