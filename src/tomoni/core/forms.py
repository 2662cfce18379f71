"""Forms that try an action and keep what was typed when it is refused."""

from collections.abc import Callable
from typing import Any

from django import forms

from tomoni.core.errors import Refused


class AttemptMixin:
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
    """A plain form with `attempt`."""


class ModelForm(AttemptMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A model form with `attempt`; it never saves by itself, only actions write."""
