"""Everything a scheme's rules can say beside the activities, each with what it means in plain words."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.doing.points.forms.mine import CONDITIONS
from tomoni.doing.points.models import Claim
from tomoni.doing.points.rules import terms
from tomoni.doing.points.rules.terms import Activity, Terms

_DAY = re.compile(r"(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?")
MOST = 2_000_000_000  # What a column of either database holds, with room.


class DayOfYearField(forms.CharField):
    """3月1日, 3/1, ０３－０１: gives (3, 1), or None when nothing is written."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": 8})

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=12, **more)

    def clean(self, value: Any) -> Any:
        text = unicodedata.normalize("NFKC", super().clean(value) or "").strip()
        if not text:
            return None
        found = _DAY.fullmatch(text)
        if not found:
            raise forms.ValidationError(gettext("月と日を、3月1日 や 3/1 のように書いてください。"))
        return int(found[1]), int(found[2])

    def prepare_value(self, value: Any) -> Any:
        return f"{value[0]}/{value[1]}" if isinstance(value, list | tuple) else value


def _number(label: Any, why: Any, *, least: int = 0, needed: bool = False, most: int = MOST) -> Any:
    return forms.IntegerField(
        label=label, help_text=why, min_value=least, max_value=most, required=needed
    )


class TermsForm(Form):
    """The rules; `rows` are the activities beside it, `held` the rules to begin from."""

    daily_most = _number(
        _("1人が1日にもらえる上限"), _("空けると、上限なし。活動をいくつしても、1日の合計がこの数で止まります。")
    )  # fmt: skip
    yearly_most = _number(
        _("1人が1年度にもらえる上限"), _("空けると、上限なし。上限のあとも活動の記録は残ります。")
    )
    year_begins = DayOfYearField(
        label=_("年度の始まりの日"), help_text=_("上限や期限を数える年の始まり。多くは4月1日です。")
    )
    least_age = _number(
        _("何歳から参加できるか"), _("0なら、だれでも。生年月日の登録がない人にはつけられなくなります。"),
        needed=True, most=120,
    )  # fmt: skip
    minors = forms.ChoiceField(
        label=_("18歳未満の人の交換とゆずること"), widget=forms.RadioSelect,
        help_text=_("ポイントをためることは、どれを選んでもできます。"),
        choices=[
            (terms.CONSENT, _("保護者の同意書があればできる")), (terms.NOT, _("できない（18歳まで残る）")),
            (terms.FREE, _("おとなと同じ")),
        ],
    )  # fmt: skip
    lapse = forms.ChoiceField(
        label=_("ポイントの期限"), widget=forms.RadioSelect,
        help_text=_("期限が過ぎたポイントは、夜のうちに自動で消えます。期限の日は本人のページに出ます。"),
        choices=[
            (terms.NEVER, _("期限はない")), (terms.YEAR, _("もらった年度の終わりから数える")),
            (terms.EARNED, _("もらった日から数える")),
        ],
    )  # fmt: skip
    lapse_months = _number(
        _("それから何か月使えるか"), _("0か月で「年度の終わりから」なら、3月31日までです。2か月なら5月31日までです。"),
        most=600,
    )  # fmt: skip
    carry_most = _number(
        _("次の年度にくりこせる上限"),
        _("空けると、全部くりこします。0なら、年度が変わるとなくなります。"),
    )
    least_claim = _number(
        _("何ポイントから交換できるか"), _("これより少ないうちは、申し込めません。"), least=1, needed=True
    )  # fmt: skip
    claim_unit = _number(
        _("何ポイントずつ交換するか"), _("10なら、10、20、30…とだけ申し込めます。"), least=1, needed=True
    )  # fmt: skip
    yen_per_unit = _number(
        _("その1回分の金額（円）"), _("10ポイントずつで1000なら、10ポイントが1,000円です。お金にしない制度は0です。"),
        needed=True,
    )  # fmt: skip
    yearly_claim_most = _number(
        _("1人が1年度に交換できる上限（ポイント）"), _("空けると、上限なし。残りは次の年度に申し込めます（期限の中で）。")
    )  # fmt: skip
    window_from = DayOfYearField(
        label=_("交換を受け付ける最初の日"), required=False,
        help_text=_("最初と最後の両方を空けると、一年中受け付けます。12月から3月のように年をまたいでもかまいません。"),
    )  # fmt: skip
    window_to = DayOfYearField(label=_("交換を受け付ける最後の日"), required=False)
    past_years_only = forms.BooleanField(
        label=_("前の年度までにたまった分だけ交換できる"), required=False,
        help_text=_("翌年度の春にまとめて交換する制度で、しるしをつけます。"),
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=_("受け取り方"), widget=forms.CheckboxSelectMultiple, choices=Claim.Way.choices,
        help_text=_("しるしをつけたものから、申し込む人が一つ選びます。"),
    )  # fmt: skip
    conditions = forms.MultipleChoiceField(
        label=_("申し込むときに確かめること"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=list(CONDITIONS.items()),
        help_text=_("本人がしるしをつけて申し出ます。申し出がないと受け付けません。"),
    )  # fmt: skip
    may_be_given = forms.BooleanField(
        label=_("人にゆずってよい"), required=False,
        help_text=_("本人のページに「ゆずる」が出て、窓口でも受け付けます。お金に換わる制度では、ふつうは認めません。18歳未満の人は、交換と同じ決まりです。"),
    )  # fmt: skip
    given_to = forms.MultipleChoiceField(
        label=_("だれにゆずれるか"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=[
            (terms.PERSON, _("この制度に口座のある人")), (terms.ORGANISATION, _("この制度に口座のある団体")),
        ],
        help_text=_("ゆずってよい制度だけで使います。"),
    )  # fmt: skip
    yearly_give_most = _number(
        _("1人が1年度にゆずれる上限（ポイント）"), _("空けると、上限なし。交換の手続き中のポイントは、いつもゆずれません。")
    )  # fmt: skip
    certificate_years = _number(
        _("何年度続けると証明書が出るか"),
        _("0なら、証明書はありません。ポイントがついた年度を数えます。続いていなくてもかまいません。届いた人は、名前の一覧に出ます。"),
        needed=True, most=100,
    )  # fmt: skip
    yearly_budget = _number(
        _("1年度の予算（円）"),
        _("見通しがこれをこえそうなとき、この画面に出ます。支払いは止まりません。"),
    )

    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("もらうとき"), ("daily_most", "yearly_most", "year_begins", "least_age")),
        (_("期限とくりこし"), ("lapse", "lapse_months", "carry_most")),
        (_("交換"), (
            "least_claim", "claim_unit", "yen_per_unit", "yearly_claim_most", "window_from",
            "window_to", "past_years_only", "ways", "conditions", "minors",
        )),
        (_("ゆずる"), ("may_be_given", "given_to", "yearly_give_most")),
        (_("そのほか"), ("certificate_years", "yearly_budget")),
    )  # fmt: skip
    # Those that are named as they are in the rules.
    SAME = tuple(
        name
        for _title, names in GROUPS
        for name in names
        if name not in ("window_from", "window_to", "lapse_months")
    )

    def __init__(self, *args: Any, held: Terms, rows: Any, **known: Any) -> None:
        self.held, self.rows = held, rows
        initial = {name: getattr(held, name) for name in (*self.SAME, "lapse_months")}
        initial["window_from"], initial["window_to"] = held.window or (None, None)
        super().__init__(
            *args, use_required_attribute=False, initial={**initial, **known.pop("initial", {})},
            **known,
        )  # fmt: skip

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page shows them, each group under its name."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def only_try(self) -> None:
        """Nothing beside the rules is needed to try them: a source is found once they are decided."""
        for field in self.others():
            field.field.required = False

    def others(self) -> list[Any]:
        """What does not belong to the rules themselves: from when, by whose decision, whose name."""
        grouped = {name for _title, names in self.GROUPS for name in names}
        return [field for field in self.visible_fields() if field.name not in grouped]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("window_from"), said.get("window_to")
        if (first is None) != (last is None) and not {"window_from", "window_to"} & {*self.errors}:
            self.add_error(
                "window_from" if first is None else "window_to",
                gettext("受け付ける最初の日と最後の日は、両方書くか、両方空けてください。"),
            )
        if not self.rows.is_valid():
            self.add_error(None, gettext("活動に、書き直してほしいところがあります。"))
        if not self.errors:
            try:
                said["terms"] = self._terms(said)
            except ValueError as problem:
                self.add_error(None, str(problem))
        return said

    def _terms(self, said: dict[str, Any]) -> Terms:
        window = (said["window_from"], said["window_to"]) if said["window_from"] else None
        written: list[Activity] = [one for row in self.rows if (one := row.activity())]
        return Terms.from_plain(
            {name: said[name] for name in self.SAME}
            | {
                "lapse_months": said["lapse_months"] or 0,
                "window": window,
                "activities": [vars(one) for one in written],
            }
        )
