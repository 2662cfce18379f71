"""The living component page: every part in every state, to be looked at in every theme."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.forms import Form
from tomoni.web import doors, pictures

FOLDER = Path(__file__).resolve().parent / "templates/web/components"


@dataclass(frozen=True)
class Said:
    """A message as the messages framework gives it to a template."""

    text: str
    tags: str

    def __str__(self) -> str:
        return self.text


class TrialForm(Form):
    """One field of every kind."""

    name = forms.CharField(label="お名前", help_text="呼びかけに使います。例: 小樽 花子")
    phone = forms.CharField(
        label="電話番号",
        help_text="例: 0134-32-4111",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    birthday = forms.DateField(
        label="生まれた日", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    town = forms.ChoiceField(label="町", choices=[("", "選んでください"), ("a", "花園一丁目")])
    way = forms.ChoiceField(
        label="連絡の方法",
        choices=[("phone", "電話"), ("mail", "メール"), ("letter", "手紙")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="都合のよい日",
        required=False,
        choices=[("mon", "月曜日"), ("tue", "火曜日")],
        widget=forms.CheckboxSelectMultiple,
    )
    story = forms.CharField(label="困っていること", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="書いた内容を担当者が読むことに同意します")


def parts() -> list[str]:
    """The names of all component files; a test compares them with the page."""
    return sorted(path.stem for path in FOLDER.glob("*.html"))


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "web/components_page.html", sample() | {"crumbs": [("部品", "")]})


def sample() -> dict[str, Any]:
    """What the component page shows: invented content, plainly so."""
    return {
        "parts": parts(),
        "icons": pictures.icon_names(),
        "pictures": [n for n in pictures.picture_names() if n != "town"],
        "needs": doors.NEEDS,
        "page": Paginator(range(240), 20).get_page(5),
        "form": TrialForm(),
        "wrong_form": TrialForm({"name": "", "phone": "", "town": ""}, auto_id="bad_%s"),
        "trial_messages": [
            Said("掲載を直しました。", "success"),
            Said("直せませんでした。電話番号を見直してください。", "error"),
        ],
        "day": date(2026, 11, 23),
        "moment": datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Asia/Tokyo")),
        "trial_crumbs": [("さがす", "#"), ("居場所", "#"), ("見本の茶の間", "")],
        "facts": [
            {"term": "開いている日", "text": "毎週木曜日 午前10時から午後3時", "icon": "clock"},
            {"term": "費用", "text": "お茶代として100円", "icon": "japanese-yen"},
            {"term": "階段", "text": "入口に段が二つ。手すりがあります。", "icon": "accessibility"},
        ],
        "columns": [{"title": "場所"}, {"title": "曜日"}, {"title": "人数", "numbers": True}],
        "rows": [["見本の茶の間", "木曜日", "12"], ["見本会館", "第2火曜日", "30"]],
        "steps": ["だれのこと", "困りごと", "連絡先", "確かめる"],
        "tabs": [
            {"title": "一覧", "url": "#", "current": True, "icon": "list"},
            {"title": "地図", "url": "#", "current": False, "icon": "map"},
        ],
        "address_here": "https://tomoni.example.jp/places/mihon/",
    }
