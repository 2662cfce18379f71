"""The week, row by row: on which days, in which weeks, from when to when."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tomoni.core.forms import Form
from tomoni.core.typed import DayField
from tomoni.town.places.forms.fields import SeasonField, TimeField
from tomoni.town.places.forms.rows import RowsForm
from tomoni.town.places.models import ListingAt
from tomoni.town.places.rules import week, words
from tomoni.town.places.rules.week import LAST, Span

DAYS = [
    ("0", _("月")),
    ("1", _("火")),
    ("2", _("水")),
    ("3", _("木")),
    ("4", _("金")),
    ("5", _("土")),
    ("6", pgettext_lazy("weekday", "日")),
]
WEEKS = [
    ("1", _("第1")),
    ("2", _("第2")),
    ("4", _("第3")),
    ("8", _("第4")),
    ("16", _("第5")),
    (str(LAST), _("最後")),
]
MORE = ("season_from", "season_until", "valid_from", "valid_until", "note")


class HoursForm(RowsForm):
    """The usual week of an entry at one place."""

    extra = 3
    needed = ("days", "opens", "closes")

    holiday_rule = forms.ChoiceField(
        label=words.LABELS["holiday_rule"],
        choices=ListingAt.HolidayRule.choices,
        widget=forms.RadioSelect,
    )
    closed_year_end = forms.BooleanField(label=_("年末年始は休み"), required=False)
    label = forms.CharField(
        label=words.LABELS["label"],
        max_length=100,
        required=False,
        help_text=_("例: 2階ロビー"),
    )

    def columns(self, number: int) -> dict[str, forms.Field]:
        return {
            "days": forms.MultipleChoiceField(
                label=_("曜日"),
                choices=DAYS,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "weeks": forms.MultipleChoiceField(
                label=_("第何週（選ばなければ毎週）"),
                choices=WEEKS,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "opens": TimeField(label=_("開く"), required=False),
            "closes": TimeField(label=_("閉まる"), required=False),
            "season_from": SeasonField(label=_("毎年いつから"), required=False),
            "season_until": SeasonField(label=_("毎年いつまで"), required=False),
            "valid_from": DayField(label=_("この日から"), required=False),
            "valid_until": DayField(label=_("この日まで"), required=False),
            "note": forms.CharField(label=_("メモ"), max_length=200, required=False),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.spans: list[Span] = []
        for row in self.cleaned_rows:
            self.spans.extend(_spans(row))
        for number in range(self.count):
            row = {name: cleaned.get(f"row-{number}-{name}") for name in self.names}
            for span in _spans(row):
                if why := week.why_not(span):
                    self.add_error(f"row-{number}-closes", why)
                    break
        if not self.errors and (why := week.overlap(self.spans)):
            self.add_error(None, why)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {**super().values(), "rows": self.spans}


def _spans(row: dict[str, Any]) -> list[Span]:
    """One span for each day of a row that is filled in; none while something is missing."""
    if not row["days"] or row["opens"] is None or row["closes"] is None:
        return []
    return [
        Span(
            weekday=int(day),
            weeks=sum(int(bit) for bit in row["weeks"] or ()),
            opens=row["opens"],
            closes=row["closes"],
            note=row["note"] or "",
            **{name: row[name] for name in MORE if name != "note"},
        )
        for day in row["days"]
    ]


def rows_of(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """The saved week as rows: days with the same times share one."""
    grouped: dict[Span, list[int]] = {}
    for span in spans:
        grouped.setdefault(replace(span, weekday=0), []).append(span.weekday)
    return [
        {
            "days": [str(day) for day in sorted(days)],
            "weeks": [bit for bit, _word in WEEKS if span.weeks & int(bit)],
            **{name: getattr(span, name) for name in ("opens", "closes", *MORE)},
        }
        for span, days in grouped.items()
    ]


class ExceptionForm(Form):
    """Days that differ: closed, or open at other times."""

    from_on = DayField(label=_("いつから"))
    until_on = DayField(label=_("いつまで"), required=False, help_text=_("一日だけなら空けます。"))
    opens = TimeField(label=_("開く"), required=False, help_text=_("一日休むときは空けます。"))
    closes = TimeField(label=_("閉まる"), required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        required=False,
        help_text=_("みなさんに見えます。例: 大掃除のため"),
    )

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **known)
