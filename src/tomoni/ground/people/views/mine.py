"""My account: who I am here, how I sign in, what is kept about me."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from tomoni.core.access import login_is_enough
from tomoni.ground.people import queries, second_factor
from tomoni.ground.people.actions import accounts
from tomoni.ground.people.forms.staff import MeForm


@login_is_enough
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    user, today = request.user, localdate()
    return render(
        request,
        "people/me.html",
        {
            "roles": [h for h in queries.roles_of(user, today) if not h.is_over],  # type: ignore[arg-type]
            "memberships": queries.memberships_of(user).in_force(today),  # type: ignore[arg-type, attr-defined]
            "factors": queries.sign_in_methods(user),  # type: ignore[arg-type]
            "wants_factor": settings.STAFF_SECOND_FACTOR,
        },
    )


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = MeForm(
        request.POST or None,
        initial={f: getattr(user, f) for f in accounts.DETAILS},
    )
    if form.attempt(accounts.edit, user=user, by=user, at=now()):
        response = redirect("people:me")
        if form.cleaned_data["language"] != get_language():
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                form.cleaned_data["language"],
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
    return render(request, "people/me_edit.html", {"form": form})


@login_is_enough
@never_cache
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """All that accounts keep about me, as a file."""
    text = json.dumps(queries.everything_about(request.user), ensure_ascii=False, indent=2)  # type: ignore[arg-type]
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tomoni-my-data.json"'
    return response


@login_is_enough
@never_cache
@require_safe
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Why staff pages ask for a second proof, and the two ways to set one up."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    if safe and second_factor.is_shown(request, request.user):
        return redirect(back)
    return render(request, "people/second_factor.html", {"next": back if safe else ""})
