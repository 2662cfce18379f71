"""What a form says when an answer is missing or has the wrong shape, in words one can act on.

Django's own sentences (「このフィールドは必須です。」) tell what a field is and not what to do, and
have no easy Japanese. A field that has words of its own for a case keeps them.
"""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tomoni.core import dates

WRITE = _("ここに書いてください。")
PICK = _("一つ選んでください。")
PICK_SOME = _("一つ以上選んでください。")
TICK = _("先へ進むには、ここにしるしを付けてください。")
FILE = _("ファイルを選んでください。")
NOT_OFFERED = _("ここに並んでいるものから選んでください。")
NUMBER = _("数字で書いてください。")
ADDRESS = _("メールアドレスの形を確かめてください。例: yuki@example.jp")
LINK = _("https:// で始まるアドレスを書いてください。")
CLOCK = _("時刻は、13:30 のように書いてください。")
DAY = lazy(
    lambda: gettext("日付は、%(day)s のように書いてください。") % {"day": dates.example()}, str
)()
TOO_LONG = _("%(limit_value)s字までで書いてください。いまは%(show_value)s字あります。")
TOO_MUCH = _("%(limit_value)s以下の数を書いてください。")
TOO_LITTLE = _("%(limit_value)s以上の数を書いてください。")
UNREADABLE = _("読めない文字が入っています。消して、もう一度書いてください。")

# Codes that a validator gives and a field has no words for.
_OF_VALIDATORS = {
    "max_length": TOO_LONG,
    "max_value": TOO_MUCH,
    "min_value": TOO_LITTLE,
    "null_characters_not_allowed": UNREADABLE,
}
# A kind of field stands before those it is made from.
_SHAPES: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.EmailField, {"invalid": ADDRESS}),
    (forms.URLField, {"invalid": LINK}),
    (forms.IntegerField, {"invalid": NUMBER}),
    (forms.DecimalField, {"invalid": NUMBER}),
    (forms.TimeField, {"invalid": CLOCK}),
    (forms.DateField, {"invalid": DAY}),
    (forms.ModelChoiceField, {"invalid_choice": NOT_OFFERED}),
    (forms.ChoiceField, {"invalid_choice": NOT_OFFERED}),
)


class PlainErrorsMixin:
    """Puts our sentences in place of Django's; also on fields a form adds by itself."""

    def full_clean(self) -> None:
        for field in self.fields.values():  # type: ignore[attr-defined]
            say_plainly(field)
        super().full_clean()  # type: ignore[misc]


def say_plainly(field: forms.Field) -> None:
    """Give this field our sentence for each case in which it would use Django's."""
    for code, sentence in _sentences(field).items():
        if _is_djangos(field, code):
            field.error_messages[code] = sentence


def _sentences(field: forms.Field) -> dict[str, Any]:
    shape = next((words for kind, words in _SHAPES if isinstance(field, kind)), {})
    return {**_OF_VALIDATORS, **shape, "required": _missing(field)}


def _missing(field: forms.Field) -> Any:
    """What to do about a field that was left empty, by what one does with it."""
    if isinstance(field, forms.FileField):
        return FILE
    if isinstance(field, forms.BooleanField):
        return TICK
    if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return PICK_SOME
    return PICK if isinstance(field.widget, (forms.Select, forms.RadioSelect)) else WRITE


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Whether the field would answer this case with the library's words."""
    said = field.error_messages.get(code)
    if said is None:
        return True
    return any(
        said is kind.__dict__.get("default_error_messages", {}).get(code)
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
    )
