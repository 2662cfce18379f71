"""Forms that try an action and keep what was typed when it is refused."""

import uuid
from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tomoni.core.errors import Refused
from tomoni.core.plain_errors import PlainErrorsMixin


class AttemptMixin(PlainErrorsMixin):
    """Adds `attempt` to a form: shape first, then the action, then its refusal as an error."""

    done: Any = None

    def attempt(self, action: Callable[..., Any], **known: Any) -> bool:
        """Run `action(**known, **cleaned_data)` when the form is bound and well-formed.

        Returns:
            True when the action went through; its result is then in `self.done`.
        """
        if not (self.is_bound and self.is_valid()):  # type: ignore[attr-defined]
            return False
        try:
            self.done = action(**known, **self.values())
        except Refused as no:
            self.add_error(  # type: ignore[attr-defined]
                no.field if no.field in self.fields else None,  # type: ignore[attr-defined]
                no.sentence,
            )
            return False
        return True

    def values(self) -> dict[str, Any]:
        """What goes to the action; a form overrides this to shape its values."""
        return dict(self.cleaned_data)  # type: ignore[attr-defined]


class Form(AttemptMixin, forms.Form):
    """A plain form with `attempt`.

    `rare` names fields that few people need: they stand folded away below the others, under
    `rare_title` where the form has better words for them. `depends` names fields that are needed
    with one answer and not with another, so that neither 必須 nor 任意 would be true of them.
    `rare_when` is the answer with which the rare ones unfold by themselves (web/css/forms.css has a
    rule for each such word); a browser that knows no such rule shows them always.
    """

    rare: Collection[str] = ()
    depends: Collection[str] = ()
    rare_title: Any = ""
    rare_when: str = ""

    @property
    def rare_is_open(self) -> bool:
        """Whether something stands in the folded part, or is wrong there."""
        said = self.changed_data if self.is_bound else [n for n, v in self.initial.items() if v]
        return not {*self.rare}.isdisjoint([*said, *self.errors])


class OpenForm(Form):
    """A form that anybody may send without an account.

    `website` is left empty by people: it is not shown (web/css/forms.css), screen readers are
    told, and who fills it in by mistake is asked to empty it. That keeps simple robots out
    without a picture riddle. `token` is made with the form, so that a second press is the same.
    """

    website = forms.CharField(
        label=_("ここには何も書かないでください"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **known})
        self.initial.setdefault("token", uuid.uuid4())
        self.order_fields([name for name in self.fields if name not in ("website", "token")])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _(
                    "この欄は、機械からの送信を見分けるためのものです。空けて、もう一度送ってください。"
                )
            )
        return ""


class ModelForm(AttemptMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A model form with `attempt`; it never saves by itself, only actions write."""
