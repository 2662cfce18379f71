"""The mail that lets an invited person choose a password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.utils import translation

from tomoni.ground.people.models import User


def send(request: HttpRequest, user: User) -> None:
    """Write to the person in their own language; the link is good until a password is chosen,
    at most for three days."""
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    with translation.override(user.language):
        adapter.send_mail(
            "account/email/invitation",
            user.email,
            {"user": user, "link": adapter.get_reset_password_from_key_url(key)},
        )
