"""The questions of the screen on paper: registering with a guardian's consent, asking for help."""

from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tomoni.core.city import Phone, city
from tomoni.doing.volunteering.forms.public import DAYS, PARTS, AskForm, ProfileForm, Times
from tomoni.ground.districts.forms import TownField
from tomoni.web.paper import set_pdf

FOLDER = Path(__file__).resolve().parent / "typst"
SHEETS = ("join", "ask")
HIDDEN = frozenset({"website", "token", "is_paused"})


def answer(content: bytes, name: str) -> HttpResponse:
    """The bytes as a PDF that the browser shows."""
    found = HttpResponse(content, content_type="application/pdf")
    found["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return found


def sheet_of(which: str) -> bytes:
    """A4 in the reader's language; its questions are those of the form on the screen.

    Args:
        which: join or ask.
    """
    desk, joins = city().phones[0], which == "join"
    form: Any = ProfileForm() if joins else AskForm()
    return set_pdf(
        FOLDER / "form.typ",
        {
            "lang": "en" if get_language() == "en" else "ja",
            "title": _("ボランティアに登録する") if joins else _("手伝ってほしい"),
            "lead": _("書けるところだけ書いて、窓口に出すか、郵便で送ってください。電話でも同じことを聞きます。"),
            "first": [_("お名前"), _("よみがな"), _("住所"), _("電話番号")] if joins else [],
            "questions": [_question(one) for name, one in form.fields.items() if name not in HIDDEN],
            "consent": _consent() if joins else None,
            "desk": f"{_local(desk)}　{desk.phone}",
            "date": _("書いた日"),
        },
    )  # fmt: skip


def _question(field: forms.Field) -> dict[str, Any]:
    """What the sheet draws: a grid of the week, boxes to tick, some lines, or one."""
    if isinstance(field, Times):
        grid = [[""] + [str(day) for day in DAYS]]
        grid += [[str(part)] + ["□"] * len(DAYS) for part in PARTS]
        return _drawn(field, "grid", [], grid)
    if isinstance(field, forms.BooleanField):
        return _drawn(field, "boxes", [_("はい")], [])
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return _drawn(field, "boxes", [str(name) for code, name in field.choices if code], [])
    is_long = isinstance(field.widget, forms.Textarea)
    return _drawn(
        field, "lines" if is_long and not isinstance(field, TownField) else "line", [], []
    )


def _drawn(
    field: forms.Field, how: str, choices: list[str], grid: list[list[str]]
) -> dict[str, Any]:
    return {
        "label": str(field.label), "hint": str(field.help_text), "how": how, "choices": choices,
        "grid": grid,
    }  # fmt: skip


def _local(desk: Phone) -> str:
    own = {"en": desk.name_en, "ja-easy": desk.name_easy}
    return own.get(get_language() or "ja") or desk.name


def _consent() -> dict[str, Any]:
    return {
        "title": _("18歳未満の方：保護者の承諾"),
        "words": _("上の人がボランティア活動をすることを承諾します。"),
        "lines": [_("保護者のお名前"), _("保護者の電話番号"), _("承諾した日")],
    }
