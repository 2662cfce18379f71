"""What a form says of an answer that is missing or has the wrong shape."""

import importlib
import pkgutil
from copy import deepcopy
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone, translation

import tomoni
from tomoni.core import dates
from tomoni.core.forms import Form
from tomoni.core.plain_errors import PlainErrorsMixin, say_plainly
from tomoni.core.typed import DayField

DJANGOS = {str(words) for kind in (forms.Field, *forms.Field.__subclasses__())
           for words in kind.default_error_messages.values()}  # fmt: skip
# The library builds its own form on the first, and SignUpForm is ours; a script answers the others.
NOT_OURS = {"WhoAreYou", "ConfirmByPasskeyForm", "PasskeyAgainForm", "SignInByPasskeyForm"}


class Errand(Form):
    words = forms.CharField(label="用件", max_length=5)
    way = forms.ChoiceField(label="手段", choices=[("phone", "電話")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(label="曜日", choices=[("1", "月")])
    agreed = forms.BooleanField(label="同意")
    picture = forms.FileField(label="写真")
    mail = forms.EmailField(label="メール", required=False)
    count = forms.IntegerField(label="人数", required=False, max_value=30)
    own = forms.CharField(label="名前", error_messages={"required": "お名前をどうぞ。"})


def said(data, language="ja"):
    with translation.override(language):
        return {name: str(errors[0]) for name, errors in Errand(data).errors.items()}


def test_what_is_missing_is_asked_for_by_what_one_does_with_it():
    assert said({}) == {
        "words": "ここに書いてください。",
        "way": "一つ選んでください。",
        "days": "一つ以上選んでください。",
        "agreed": "先へ進むには、ここにしるしを付けてください。",
        "picture": "ファイルを選んでください。",
        "own": "お名前をどうぞ。",
    }


def test_what_has_the_wrong_shape_is_told_how_it_should_be():
    wrong = said({"words": "雪おろしのこと", "way": "pigeon", "mail": "haru", "count": "三人"})
    assert wrong["words"] == "5字までで書いてください。いまは7字あります。"
    assert wrong["way"] == "ここに並んでいるものから選んでください。"
    assert "yuki@example.jp" in wrong["mail"]
    assert wrong["count"] == "数字で書いてください。"
    assert said({"count": "31"})["count"] == "30以下の数を書いてください。"
    assert "読めない文字" in said({"words": "a\x00"})["words"]


@pytest.mark.parametrize(
    ("language", "asked"),
    [("ja-easy", "ここに 書いて ください。"), ("en", "Please write something here.")],
)
def test_the_sentences_are_in_each_language(language, asked):
    assert said({}, language)["words"] == asked


def test_no_form_of_any_room_speaks_in_the_words_of_the_library():
    """「このフィールドは必須です。」 tells what a field is, and not what to do."""
    ours = list(_forms())
    assert len(ours) > 150
    library = set()
    for form in ours:
        needs = [field for field in form.base_fields.values() if field.required]
        assert issubclass(form, PlainErrorsMixin) or not needs or form.__name__ in NOT_OURS, form
        for name, field in form.base_fields.items():
            field = deepcopy(field)
            say_plainly(field)
            if field.required and str(field.error_messages["required"]) in DJANGOS:
                library.add((form.__name__, name))
    assert not library


def test_a_length_is_told_with_its_numbers():
    field = forms.CharField(validators=[MaxLengthValidator(2)])
    say_plainly(field)
    with pytest.raises(forms.ValidationError, match="2字までで書いてください。いまは3字あります。"):
        field.clean("あいう")


def _forms():
    for module in pkgutil.walk_packages(tomoni.__path__, "tomoni."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("tomoni.") and hasattr(kind, "base_fields"):
                yield kind


@pytest.mark.parametrize(
    ("today", "typed"),
    [
        ("2027-01-03", "2027-01-03、令和9年1月3日、R9.1.3"),
        ("2019-05-01", "2019-05-01、令和元年5月1日、R1.5.1"),
    ],
)
def test_the_example_of_a_day_is_today(monkeypatch, today, typed):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: date.fromisoformat(today))
    field = DayField(label="日")
    assert str(field.help_text) == f"例: {typed}"
    assert {dates.read_date(way).value for way in typed.split("、")} == {date.fromisoformat(today)}
    with pytest.raises(ValidationError, match=today):
        field.clean("きのう")
    with translation.override("en"):
        assert str(field.help_text) == f"Example: {today} or {typed.split('、')[2]}"
