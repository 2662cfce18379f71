"""People whose role opens staff pages prove themselves twice.

A session that has not shown a second factor holds no ability at all, so neither a staff page nor
a public page that shows more to staff can be reached with a stolen password alone.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

OUTSIDE = "outside"  # How a second factor is recorded that an identity provider asked for.
OUTSIDE_SESSION = "people_outside"  # [provider, id_token] of somebody who came through one.
FAREWELL = "people_farewell"  # [provider, address at which its own session ends].
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_shown(request: HttpRequest, user: Any) -> bool:
    """Whether this session has shown a second factor of this user."""
    records = get_authentication_records(request, user)
    return any(record.get("method") == "mfa" for record in records)


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks for the factor kept here, unless the identity provider has asked for its own just now."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        outside = any(record.get("type") == OUTSIDE for record in records)
        return not outside and super()._should_handle(request)


class SecondFactorMiddleware:
    """Takes all abilities from sessions without a second factor and leads them to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR:
            known = request.user
            request.user = SimpleLazyObject(lambda: _marked(request, known))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.STAFF_SECOND_FACTOR or not is_staff_page(request, view):
            return None
        user = request.user
        if not user.is_authenticated or not getattr(user, "second_factor_missing", False):
            return None
        if len(user.role_codes()) < 2:  # type: ignore[union-attr]
            return None  # Residents get the page's own answer: 403.
        back = urlencode({"next": request.get_full_path()})
        if is_mfa_enabled(user, FACTORS):  # type: ignore[arg-type]
            return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
        return redirect(f"{reverse('people:second_factor')}?{back}")


def is_staff_page(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """A page that asks for an ability, any other page for staff, or Django's admin pages."""
    if getattr(view, "needed_abilities", ()) or request.path.startswith("/staff/"):
        return True
    return "admin" in (getattr(view, "__module__", "") or "").split(".")


def _marked(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and not is_shown(request, user):
        user.second_factor_missing = True
    return user
