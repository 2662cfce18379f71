"""The rules of a scheme as staff write them: one block of fields for each activity."""

import uuid
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.doing.points.rules import terms
from tomoni.doing.points.rules.terms import Activity, Terms

STEPS = 3  # Lengths of one time, worth another number of points each, for which there is room.
MOST = 30


class ActivityForm(Form):
    """One activity; without a name it is none."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = forms.CharField(label=_("活動の名前"), max_length=100, required=False)
    name_en = forms.CharField(label=_("英語の名前"), max_length=100, required=False)
    points = forms.IntegerField(label=_("ポイント"), min_value=0, initial=1)
    per = forms.ChoiceField(
        label=_("何につき"), initial=terms.TIME,
        choices=[
            (terms.TIME, _("1回につき")), (terms.HOUR, _("1時間につき")),
            (terms.STAMP, _("スタンプ1個につき")),
        ],
    )  # fmt: skip
    rounding = forms.ChoiceField(
        label=_("1時間に足りない分（時間で数えるとき）"), initial=terms.DOWN,
        choices=[
            (terms.DOWN, _("数えない")), (terms.HALF, _("30分から1時間と数える")),
            (terms.UP, _("1分でも1時間と数える")),
        ],
    )  # fmt: skip
    daily_most = forms.IntegerField(
        label=_("この活動だけの、1日の上限"), min_value=0, required=False
    )
    least_minutes = forms.IntegerField(
        label=_("何分より短いと、つかないか"), min_value=0, max_value=1440, required=False
    )
    rare_title = _("英語の名前、上限、長さによるちがい")

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.use_required_attribute = False
        held = sum(name.startswith("minutes_") for name in self.initial)
        self.steps = range(1, max(STEPS, held) + 1)
        self.rare = ("name_en", "daily_most", "least_minutes", *(
            f"{part}_{n}" for n in self.steps for part in ("minutes", "worth")
        ))  # fmt: skip
        for n in self.steps:
            self.fields[f"minutes_{n}"] = forms.IntegerField(
                label=_("1回の長さが何分から（%(n)s）") % {"n": n},
                min_value=1, max_value=1440, required=False,
            )  # fmt: skip
            self.fields[f"worth_{n}"] = forms.IntegerField(
                label=_("そのときのポイント（%(n)s）") % {"n": n}, min_value=0, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for n in self.steps:
            minutes, worth = said.get(f"minutes_{n}"), said.get(f"worth_{n}")
            if (minutes is None) != (worth is None):
                missing = "worth" if worth is None else "minutes"
                self.add_error(f"{missing}_{n}", gettext("長さとポイントは、両方書いてください。"))
        if not self.errors:
            try:
                self.activity()
            except ValueError as problem:
                self.add_error(None, str(problem))
        return said

    def activity(self) -> Activity | None:
        """What was written; None where the name was left empty."""
        said = self.cleaned_data
        name = " ".join(said.get("name", "").split())
        if not name:
            return None
        return Activity(
            # A code that was ever used stands in earned rows, so a new activity gets a new one.
            code=said["code"] or uuid.uuid4().hex[:12],
            name=name, name_en=" ".join(said["name_en"].split()), per=said["per"], points=said["points"], rounding=said["rounding"],
            least_minutes=said["least_minutes"] or 0, daily_most=said["daily_most"],
            tiers=tuple(
                (said[f"minutes_{n}"], said[f"worth_{n}"])
                for n in self.steps
                if said[f"minutes_{n}"] is not None
            ),
        )  # fmt: skip


ActivityRows = formset_factory(ActivityForm, extra=1, max_num=MOST, absolute_max=MOST)


def rows_of(held: Terms) -> list[dict[str, Any]]:
    """The activities in force, as the blocks begin."""
    return [
        {
            "code": one.code, "name": one.name, "name_en": one.name_en, "points": one.points, "per": one.per,
            "rounding": one.rounding, "daily_most": one.daily_most,
            "least_minutes": one.least_minutes or None,
            **{f"minutes_{n}": minutes for n, (minutes, _points) in enumerate(one.tiers, 1)},
            **{f"worth_{n}": points for n, (_minutes, points) in enumerate(one.tiers, 1)},
        }
        for one in held.activities
    ]  # fmt: skip


class RulesForm(Form):
    """The rules of a scheme from a day on; the activities are `ActivityRows` beside it."""

    from_on = DayField(label=_("いつから"))
    source = forms.CharField(label=_("根拠（要綱や会議の名前と日付）"), max_length=300)
    daily_most = forms.IntegerField(label=_("1日の上限"), min_value=0, required=False)
    yearly_most = forms.IntegerField(label=_("年度の上限"), min_value=0, required=False)
    least_claim = forms.IntegerField(label=_("何ポイントから交換できるか"), min_value=1)
    claim_unit = forms.IntegerField(label=_("何ポイントずつ交換するか"), min_value=1)
    yen_per_unit = forms.IntegerField(label=_("その1回分の金額（円）"), min_value=0)
    yearly_claim_most = forms.IntegerField(
        label=_("年度に交換できる上限"), min_value=0, required=False
    )
    yearly_budget = forms.IntegerField(label=_("年度の予算（円）"), min_value=0, required=False)

    SCALARS = (
        "daily_most", "yearly_most", "least_claim", "claim_unit", "yen_per_unit",
        "yearly_claim_most", "yearly_budget",
    )  # fmt: skip

    def __init__(self, *args: Any, held: Terms, rows: Any, **known: Any) -> None:
        self.held, self.rows = held, rows
        initial = {name: getattr(held, name) for name in self.SCALARS}
        super().__init__(*args, initial={**initial, **known.pop("initial", {})}, **known)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.rows.is_valid():
            self.add_error(None, gettext("活動に、書き直してほしいところがあります。"))
        if not self.errors:
            written = [one for row in self.rows if (one := row.activity())]
            try:
                said["terms"] = Terms.from_plain(
                    self.held.to_plain()
                    | {name: said[name] for name in self.SCALARS}
                    | {"activities": [vars(one) for one in written]}
                )
            except ValueError as problem:
                self.add_error(None, str(problem))
        return said

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("from_on", "source", "terms")}
