"""Signing in with a telephone number, however it is typed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from tomoni.ground.people.models import User
from tomoni.ground.people.rules import keys


class PhoneBackend(ModelBackend):
    """A number and a password; an unknown number takes as long as a known one."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, phone: str = "", password: str = "", **_more: Any
    ) -> User | None:
        if not phone or not password:
            return None
        user = User.objects.filter(sign_in_phone=keys.phone_key(phone) or None).first()
        if user is None or not keys.phone_key(phone):
            User().set_password(password)
            return None
        fits = user.check_password(password) and self.user_can_authenticate(user)
        return user if fits else None
