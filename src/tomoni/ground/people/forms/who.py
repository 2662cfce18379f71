"""What sign-up asks besides address and password; the library reads this before its own forms."""

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class WhoAreYou(forms.Form):
    """What sign-up asks besides address and password: a name to be called by."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        help_text=_("あだ名でもかまいません。申し込みのときに使います。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The adapter has kept the name already."""
