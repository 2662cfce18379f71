"""Who may open a view: login by default, `@public` opens it, `@needs` asks for an ability.

A room lists its abilities as a `StrEnum` in its own `access.py`; `config/roles.py` says which
role has which. Rows are filtered by each room's querysets: outside the scope is 404, without
the ability is 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.module_loading import import_string

View = TypeVar("View", bound=Callable[..., Any])

# Views of libraries that people without an account must reach; each has its own checks.
PUBLIC_MODULES = ("django.views.i18n", "django.contrib.admin", "ninja.")
# The admin wraps this one in its own check; its module name stays the inner view's.
ADMIN_SHORTCUT = "django.contrib.contenttypes.views"


def public(view: View) -> View:
    """Mark a view that anybody may open."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def login_is_enough(view: View) -> View:
    """Mark a view for everybody who is signed in; it shows only what is the person's own.

    Rows outside the person's scope are 404, so such a page never tells what else there is.
    """
    view.login_is_enough = True  # type: ignore[attr-defined]
    return view


def needs(*abilities: str) -> Callable[[View], View]:
    """Mark a view that needs every one of `abilities`; others get 403 with a way on."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            for ability in abilities:
                if not can(request.user, ability):
                    raise PermissionDenied(ability)
            return view(request, *args, **kwargs)

        guarded.needed_abilities = abilities  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def can(user: Any, ability: str) -> bool:
    """Whether `user` holds `ability` today through any role."""
    return str(ability) in abilities_of(user)


def abilities_of(user: Any) -> frozenset[str]:
    """All abilities of `user` today, asked from the database once for each user object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return frozenset()
    if getattr(user, "second_factor_missing", False):
        return frozenset()  # The session has not shown a second factor; see people.second_factor.
    known = getattr(user, "_abilities", None)
    if known is None:
        of_roles = import_string("config.roles.abilities_of_roles")
        known = user._abilities = frozenset(of_roles(user.role_codes()))
    return known


class LoginByDefaultMiddleware:
    """Sends a stranger to the login page for every view that is not marked public.

    What a stranger has sent with a form is answered by `settings.SIGNED_OUT_VIEW`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_public(view) or request.user.is_authenticated:
            return None
        if request.method not in ("GET", "HEAD"):
            answer: HttpResponse = import_string(settings.SIGNED_OUT_VIEW)(request)
            return answer
        from django.contrib.auth.views import redirect_to_login

        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether `view` is marked public or belongs to a library with its own checks."""
    module = getattr(view, "__module__", "") or ""
    return getattr(view, "is_public", False) or (
        module.startswith(PUBLIC_MODULES) or module == ADMIN_SHORTCUT
    )
