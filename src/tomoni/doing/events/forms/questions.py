"""The questions of a sign-up, as the organiser writes them."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.doing.events.models import Series
from tomoni.doing.events.rules import questions as rules
from tomoni.doing.events.rules.questions import Question


class QuestionForm(Form):
    """One question; an empty one is none."""

    words = forms.CharField(
        label=_("聞くこと"), max_length=200, required=False,
        help_text=_("例: お茶とコーヒー、どちらがよいですか"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("答え方"),
        choices=[
            (rules.TEXT, _("短い文を書く")),
            (rules.CHOICE, _("一つ選ぶ")),
            (rules.YES_NO, _("はい・いいえ")),
        ],
        initial=rules.TEXT,
    )
    choices = forms.CharField(
        label=_("選ぶことば（一行に一つ）"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    required = forms.BooleanField(label=_("かならず答えてもらう"), required=False)
    why = forms.CharField(
        label=_("何のために聞くか"), max_length=200, required=False,
        help_text=_("申し込む人に見えます。病気や障がい、信仰などにふれるときは、かならず書いてください。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (question := self.question()) and (wrong := rules.why_not(question)):
            self.add_error(*wrong)
        return cleaned

    def question(self) -> Question | None:
        said = self.cleaned_data
        words = " ".join(said.get("words", "").split())
        if not words:
            return None
        kind = said.get("kind") or rules.TEXT
        lines = [" ".join(line.split())[:100] for line in said.get("choices", "").splitlines()]
        choices = tuple(dict.fromkeys(filter(None, lines))) if kind == rules.CHOICE else ()
        return Question(
            words, kind, choices, bool(said.get("required")), " ".join(said.get("why", "").split())
        )


QuestionRows = formset_factory(QuestionForm, extra=rules.MOST, max_num=rules.MOST)


class RequiresForm(Form):
    """Where somebody must have been before."""

    requires = forms.ModelChoiceField(
        label=_("先に出ておく催し"), queryset=Series.objects.none(), required=False,
        empty_label=_("なし"),
        help_text=_("ここで選んだ催しに来たことのある方だけが、自分で申し込めます。電話では、聞いてから受け付けます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: QuerySet[Series], **known: Any) -> None:
        super().__init__(*args, **known)
        field: Any = self.fields["requires"]
        field.queryset = rows


def rows_of(series: Series) -> list[dict[str, Any]]:
    """What is asked now, as the rows' beginnings."""
    return [
        {
            "words": one["words"],
            "kind": one.get("kind") or (rules.CHOICE if one.get("choices") else rules.TEXT),
            "choices": "\n".join(one.get("choices") or ()),
            "required": bool(one.get("required")),
            "why": one.get("why", ""),
        }
        for one in series.questions
    ]
