"""The rules of a scheme as staff write them: one block of fields for each activity."""

import uuid
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.doing.points.forms.terms import TermsForm
from tomoni.doing.points.rules import terms
from tomoni.doing.points.rules.terms import Activity, Terms
from tomoni.ground.people.models import Team

STEPS = 3  # Lengths of one time, worth another number of points each, for which there is room.
MOST = 30


class ActivityForm(Form):
    """One activity; without a name it is none."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = forms.CharField(label=_("活動の名前"), max_length=100, required=False)
    name_en = forms.CharField(label=_("英語の名前"), max_length=100, required=False)
    points = forms.IntegerField(label=_("ポイント"), min_value=0, max_value=1_000_000, initial=1)
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
        label=_("この活動だけの、1日の上限"), min_value=0, max_value=1_000_000, required=False
    )
    least_minutes = forms.IntegerField(
        label=_("何分より短いと、つかないか"), min_value=0, max_value=1440, required=False
    )
    rare_title = _("上限と、長さによるちがい")

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.use_required_attribute = False
        held = sum(name.startswith("minutes_") for name in self.initial)
        self.steps = range(1, max(STEPS, held) + 1)
        self.rare = ("daily_most", "least_minutes", *(
            f"{part}_{n}" for n in self.steps for part in ("minutes", "worth")
        ))  # fmt: skip
        for n in self.steps:
            self.fields[f"minutes_{n}"] = forms.IntegerField(
                label=_("1回の長さが何分から（%(n)s）") % {"n": n},
                min_value=1, max_value=1440, required=False,
            )  # fmt: skip
            self.fields[f"worth_{n}"] = forms.IntegerField(
                label=_("そのときのポイント（%(n)s）") % {"n": n},
                min_value=0,
                max_value=1_000_000,
                required=False,
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


class RulesForm(TermsForm):
    """The rules of a scheme from a day on."""

    from_on = DayField(label=_("いつから"))
    source = forms.CharField(label=_("根拠（要綱や会議の名前と日付）"), max_length=300)
    field_order = ["from_on", "source"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("from_on", "source", "terms")}


class SchemeForm(TermsForm):
    """A new scheme: what it is called, whose it is, from when, and its first rules."""

    name = forms.CharField(
        label=_("制度の名前"), max_length=100, help_text=_("市民のページとカードに出ます。")
    )
    slug = forms.SlugField(
        label=_("アドレスのことば"), max_length=60,
        help_text=_("画面のアドレスに入ります。半角の英小文字と数字、ハイフン。あとから変えられません。例: snow-2027"),
    )  # fmt: skip
    about = forms.CharField(
        label=_("どんなポイントか"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("だれが、何をすると、どうなるか。市民のページに出ます。"),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label=_("受け持つチーム"), queryset=Team.objects.none(),
        help_text=_("交換の申し込みは、このチームのバトンになります。"),
    )  # fmt: skip
    begins_on = DayField(label=_("始まりの日"))
    source = forms.CharField(label=_("根拠（要綱や会議の名前と日付）"), max_length=300)
    field_order = ["name", "slug", "about", "team", "begins_on", "source"]

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.open().order_by("name", "pk")

    def values(self) -> dict[str, Any]:
        names = ("name", "slug", "about", "team", "begins_on", "source", "terms")
        return {name: self.cleaned_data[name] for name in names}
