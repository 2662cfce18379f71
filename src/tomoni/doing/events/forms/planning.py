"""Planning an event in the order one would tell it: what, when, how often, where, for whom."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.core.typed import ClockField, DayField
from tomoni.doing.events.forms.organising import moment
from tomoni.doing.events.models import AgeBand, RolePlan, Series
from tomoni.doing.events.rules import composing
from tomoni.ground.people.models import Organisation
from tomoni.town.places.models import ListingAt

REPEATS = [
    ("", _("一回だけ")),
    ("weekly", _("毎週、同じ曜日")),
    ("fortnight", _("2週間に一度、同じ曜日")),
    ("nth", _("毎月、同じ週の同じ曜日（例: 第2木曜日）")),
    ("date", _("毎月、同じ日にち")),
    ("end", _("毎月の終わりの日")),
]
WORDS = (
    "title", "kind", "summary", "description", "programme", "who_for", "bring", "fee_kind",
    "fee_text", "phone", "email", "entry", "most_in_party", "children_with_adult", "age_min",
    "age_max", "access_text", "place_text", "venue", "visibility",
)  # fmt: skip


class WordsForm(Form):
    """Everything about an event but its dates."""

    rare = (
        "helpers", "drivers", "email", "most_in_party", "age_min", "age_max",
        "children_with_adult", "visibility", "access_text",
        *(f"mix_{code}" for code in AgeBand.values),
    )  # fmt: skip

    title = forms.CharField(
        label=_("題名"), max_length=200, error_messages={"required": _("題名を書いてください。")}
    )
    kind = forms.ChoiceField(
        label=_("種類"), choices=Series.Kind.choices, initial=Series.Kind.SALON
    )
    summary = forms.CharField(
        label=_("ひとことで"), max_length=300, required=False,
        help_text=_("例: お茶を飲みながら、むかしの小樽を話す会です。"),
    )  # fmt: skip
    venue = forms.ModelChoiceField(
        label=_("会場"), queryset=ListingAt.objects.none(), required=False,
        empty_label=_("下に書く"),
    )  # fmt: skip
    place_text = forms.CharField(
        label=_("会場（一覧にないとき）"), max_length=300, required=False,
        help_text=_("例: 花園2丁目の喫茶みほん、2階"),
    )  # fmt: skip
    who_for = forms.CharField(label=_("どなたのため"), max_length=300, required=False)
    programme = forms.CharField(
        label=_("次第（一行に一つ）"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例: 13:00 お茶とあいさつ"),
    )  # fmt: skip
    bring = forms.CharField(label=_("持ち物"), max_length=500, required=False)
    fee_kind = forms.ChoiceField(
        label=_("料金"), choices=Series.FeeKind.choices, initial=Series.FeeKind.FREE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    fee_text = forms.CharField(
        label=_("料金（くわしく）"), max_length=300, required=False,
        help_text=_("例: お茶代 300円"),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("問い合わせの電話"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    email = forms.EmailField(label=_("問い合わせのメール"), required=False)
    entry = forms.ChoiceField(
        label=_("参加のしかた"), choices=Series.Entry.choices, initial=Series.Entry.OPEN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    most_in_party = forms.IntegerField(
        label=_("一度に申し込める人数"), min_value=1, max_value=30, initial=4
    )
    age_min = forms.IntegerField(label=_("何歳から"), min_value=0, max_value=120, required=False)
    age_max = forms.IntegerField(label=_("何歳まで"), min_value=0, max_value=120, required=False)
    children_with_adult = forms.BooleanField(label=_("小学生以下は大人と"), required=False)
    visibility = forms.ChoiceField(
        label=_("見られる人"), choices=Series.Visibility.choices,
        initial=Series.Visibility.PUBLIC, widget=forms.RadioSelect,
    )  # fmt: skip
    access_text = forms.CharField(
        label=_("バリアフリーのこと"), max_length=500, required=False,
        help_text=_("例: 入口に段が一つあります。手伝います。"),
    )  # fmt: skip
    description = forms.CharField(
        label=_("くわしく"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, organisations: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
        venue: Any = self.fields["venue"]
        venue.queryset = (
            ListingAt.objects.filter(listing__organisation__in=organisations)
            .select_related("listing", "place")
            .order_by("listing__name", "pk")
        )
        for code, label in AgeBand.choices:
            if code != AgeBand.UNKNOWN:
                self.fields[f"mix_{code}"] = forms.IntegerField(
                    label=gettext("見込む人数: %(band)s") % {"band": label}, min_value=0,
                    max_value=9999, required=False,
                )  # fmt: skip

    @classmethod
    def of(cls, series: Series) -> dict[str, Any]:
        """What stands there now, as the form's beginning."""
        found = {name: getattr(series, name) for name in WORDS}
        return found | {f"mix_{code}": n for code, n in series.mix_planned.items()}

    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        mix = {
            code: said[f"mix_{code}"]
            for code in AgeBand.values
            if said.get(f"mix_{code}") is not None
        }
        return {
            **{name: said[name] for name in WORDS},
            "mix_planned": mix,
        }

    def values(self) -> dict[str, Any]:
        return self.words()


class PlanForm(WordsForm):
    """A new event; the rhythm is said by its first day."""

    organisation = forms.ModelChoiceField(
        label=_("主催"), queryset=Organisation.objects.none(), required=True, empty_label=None
    )
    day = DayField(label=_("はじめの日"))
    begins = ClockField(label=_("始まる時刻"))
    ends = ClockField(label=_("終わる時刻"))
    repeat = forms.ChoiceField(
        label=_("くり返し"), choices=REPEATS, required=False, widget=forms.RadioSelect
    )
    until = DayField(
        label=_("いつまで"), required=False, help_text=_("空欄なら、ずっと続きます。例: 2027-03-31")
    )
    holidays = forms.ChoiceField(
        label=_("祝日のとき"), choices=Series.HolidayRule.choices,
        initial=Series.HolidayRule.KEEP, widget=forms.RadioSelect,
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("定員（空欄は制限なし）"), min_value=1, max_value=99999, required=False
    )
    helpers = forms.IntegerField(
        label=_("手伝う人の定員（空欄は募らない）"), min_value=1, max_value=999, required=False
    )
    drivers = forms.IntegerField(
        label=_("車を出す人の定員（空欄は募らない）"), min_value=1, max_value=999, required=False
    )
    field_order = (
        "organisation", "title", "kind", "summary", "day", "begins", "ends", "repeat", "until",
        "holidays", "venue", "place_text", "entry", "capacity", "helpers", "drivers", "phone",
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **known: Any) -> None:
        super().__init__(*args, organisations=organisations, **known)
        choose: Any = self.fields["organisation"]
        choose.queryset = organisations
        if len(organisations) == 1:
            choose.initial = organisations[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins is not None and ends is not None and ends <= begins:
            self.add_error("ends", _("終わりは、始まりより後にしてください。"))
        day, until = cleaned.get("day"), cleaned.get("until")
        if day and until and until < day:
            self.add_error("until", _("「いつまで」が、はじめの日より前です。"))
        if day and day < timezone.localdate():
            self.add_error("day", _("過ぎた日です。これからの日を書いてください。"))
        return cleaned

    def rule(self) -> str:
        """The recurrence of the answer; '' for once only."""
        said = self.cleaned_data
        day = said["day"]
        rules = {
            "weekly": lambda: composing.weekly([day.weekday()]),
            "fortnight": lambda: composing.weekly([day.weekday()], every=2),
            "nth": lambda: composing.by_weekday([composing.nth_of(day)], [day.weekday()]),
            "date": lambda: composing.by_date([day.day]),
            "end": lambda: composing.by_date([composing.LAST]),
        }
        if said["repeat"] not in rules:
            return ""
        rule = rules[said["repeat"]]()
        until = said.get("until")
        return composing.ending(rule, until=moment(until + timedelta(days=1), 0)) if until else rule

    def when(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "starts_at": moment(said["day"], said["begins"]),
            "minutes": said["ends"] - said["begins"],
            "rrule": self.rule(),
            "holidays": said["holidays"],
        }

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        code = RolePlan.Code
        roles = {code.PARTICIPANT: said["capacity"]}
        roles |= {code.HELPER: said["helpers"]} if said["helpers"] else {}
        roles |= {code.DRIVER: said["drivers"]} if said["drivers"] else {}
        return {**self.words(), **self.when(), "roles": roles, "organisation": said["organisation"]}


class CopyForm(Form):
    """Another one like this."""

    title = forms.CharField(label=_("題名"), max_length=200)
    day = DayField(label=_("はじめの日"))
    begins = ClockField(label=_("始まる時刻"))
    as_template = forms.BooleanField(
        label=_("ひな形として取っておく（公開しない）"), required=False
    )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "title": said["title"], "starts_at": moment(said["day"], said["begins"]),
            "as_template": said["as_template"],
        }  # fmt: skip
