"""Choosing how to be told; sending again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tomoni.core.forms import Form
from tomoni.ground.notices.kinds import Kind
from tomoni.ground.notices.models import Channel
from tomoni.web import dates


def _hours(*first: tuple[str, Promise]) -> Callable[[], list[tuple[Any, Any]]]:
    """The hours of a day as the reader says them, asked for anew by each form."""
    return lambda: [
        *first,
        *((hour * 60, dates.clock(hour * 60, get_language() or "ja")) for hour in range(24)),
    ]


class ChoicesForm(Form):
    """The whole choice page; one field for each kind.

    There are some fifty kinds: they stand folded away until somebody wants them or has chosen.
    """

    rare_title = _("お知らせの種類ごとに選ぶ")

    first = forms.ChoiceField(
        label=_("まず、どれで受け取りますか"),
        choices=[("", _("おまかせ")), *Channel.choices],
        required=False,
        help_text=_("届かないときは、ほかの送り方をためします。"),
    )
    quiet_from = forms.TypedChoiceField(
        label=_("静かな時間の始まり"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_hours(("", _("決めない（夜9時）"))),
        help_text=_("この時間は、急ぎのもののほかは送りません。"),
    )
    quiet_until = forms.TypedChoiceField(
        label=_("静かな時間の終わり"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_hours(("", _("決めない（朝7時）"))),
    )
    digest_at = forms.TypedChoiceField(
        label=_("1日1回のまとめを受け取る時刻"), coerce=int, choices=_hours(), initial=480
    )
    large_print = forms.BooleanField(label=_("手紙は大きな字で"), required=False)

    def __init__(self, *args: Any, known: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.rare = [f"kind{number}" for number in range(len(known))]
        for number, kind in enumerate(known):
            ways = [("", _("おまかせ"))]
            ways += [(c.value, c.label) for c in Channel if c.value in kind.channels]
            if kind.may_be_switched_off:
                ways.append(("off", _("送らない")))
            ways += [("digest", _("1日1回のまとめで"))] if "mail" in kind.channels else []
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=kind.name, choices=ways, required=False
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("quiet_from"), found.get("quiet_until")
        if (start is None) != (end is None):
            self.add_error("quiet_until", _("静かな時間は、始まりと終わりの両方を選んでください。"))
        return found

    def values(self) -> dict[str, Any]:
        found = {k: v for k, v in self.cleaned_data.items() if not k.startswith("kind")}
        per_kind: dict[str, tuple[str, bool | None]] = {}
        for number, kind in enumerate(self.known):
            chosen = self.cleaned_data.get(f"kind{number}", "")
            digest = chosen == "digest"
            per_kind[kind.code] = (
                "mail" if digest else chosen,
                True if digest else (False if kind.digest and chosen else None),
            )
        return {**found, "per_kind": per_kind}


class AgainForm(Form):
    """Send once more, perhaps to a corrected address."""

    address = forms.CharField(
        label=_("あて先"),
        max_length=400,
        required=False,
        help_text=_("変えるときだけ書いてください。空欄なら、前と同じところへ送ります。"),
    )
