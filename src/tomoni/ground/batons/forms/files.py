"""A file and what it shows; and the rule of what may come in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.batons.forms.desk import day
from tomoni.ground.batons.models import FileRule, Offer, Party, Question
from tomoni.ground.batons.rules import files as rules


class UploadForm(Form):
    """`accept` lets a telephone offer its camera; what a file really is, the action sees."""

    file = forms.FileField(
        label=_("写真か書類"),
        allow_empty_file=True,  # The action says in words what is wrong with an empty one.
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        error_messages={"required": _("写真か書類を選んでください。")},
    )
    words = forms.CharField(
        label=_("何が写っているか"),
        max_length=300,
        required=False,
        help_text=_("例：玄関の前の雪、10月の検針票"),
    )

    def __init__(self, *args: Any, rule: FileRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "%(kinds)s。一つ%(most)s MBまで。写真の撮影場所の記録は、消してからしまいます。"
        ) % {"kinds": rule.names, "most": f"{rule.megabytes:g}"}


class ShowForm(Form):
    """To whom outside a file is shown."""

    to = forms.ChoiceField(
        label=_("見せる相手"),
        error_messages={
            "required": _("見せる相手を選んでください。"),
            "invalid_choice": _("その相手には、いまは見せられません。画面を開き直してください。"),
        },
    )

    def __init__(
        self, *args: Any, receivers: dict[str, Offer | Question | Party], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = receivers
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, receiver_name(one)) for key, one in receivers.items()
        ]

    def values(self) -> dict[str, Any]:
        return {"to": self.receivers[self.cleaned_data["to"]]}


def receiver_name(one: Offer | Question | Party) -> str:
    """The receiver and what they have to do with the matter."""
    if isinstance(one, Party):
        return f"{one}（{one.get_part_display()}）"
    words = _("引き継ぎの返事") if isinstance(one, Offer) else _("問い合わせの返事")
    return f"{one.receiver}（{words}）"


class FileRuleForm(Form):
    from_on = day(_("いつから"), required=True)
    megabytes = forms.IntegerField(
        label=_("一つの大きさ（MBまで）"), min_value=1, max_value=rules.LARGEST // 2**20
    )
    most_files = forms.IntegerField(label=_("一つの案件の数"), min_value=1, max_value=999)
    keep_days = forms.IntegerField(label=_("終わった日から残す日数"), min_value=1, max_value=9999)
    formats = forms.MultipleChoiceField(
        label=_("受け付ける種類"),
        choices=[(one.code, one.name) for one in rules.FORMATS.values()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("受け付ける種類を一つは選んでください。")},
    )
