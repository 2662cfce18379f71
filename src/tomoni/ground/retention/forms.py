"""Forms of rules, holds and refusals."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core import retention
from tomoni.core.forms import Form
from tomoni.ground.retention.models import Rule

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RuleForm(Form):
    """How long, from when, and by what rule of the town or law."""

    years = forms.IntegerField(label=_("年"), min_value=0, max_value=100)
    months = forms.IntegerField(label=_("か月"), min_value=0, max_value=11, initial=0)
    clock = forms.ChoiceField(label=_("いつから数えるか"), choices=Rule.Clock.choices)
    source = forms.CharField(
        label=_("根拠"), max_length=300, help_text=_("文書管理の規程や法律の名前と条")
    )
    from_on = forms.DateField(label=_("この決まりはいつから"), widget=DAY)


class HoldForm(Form):
    """What must not be destroyed, why, and until when."""

    label = forms.ChoiceField(label=_("何を"), choices=())
    words = forms.CharField(
        label=_("どれを"),
        max_length=300,
        help_text=_("案件は番号（例 1124-7K3M）、人とアカウントはそのページのアドレス"),
    )
    reason = forms.CharField(
        label=_("わけ"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例：裁判のため。人の名前や病気など、人のことは書かない"),
    )
    until_on = forms.DateField(label=_("いつまで"), widget=DAY)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["label"].choices = list(retention.subjects().items())  # type: ignore[attr-defined]


class ReasonForm(Form):
    """Why not, or why no longer."""

    reason = forms.CharField(
        label=_("わけ"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
