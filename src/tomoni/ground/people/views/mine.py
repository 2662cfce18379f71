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
from tomoni.ground.people import everything_paper as everything_paper_of
from tomoni.ground.people import holdings, queries, second_factor
from tomoni.ground.people.actions import accounts, correcting
from tomoni.ground.people.actions.persons import of_account
from tomoni.ground.people.forms.correcting import CorrectionForm
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
    data = queries.everything_about(request.user)  # type: ignore[arg-type]
    data["held"] = holdings.as_data(_held(request))
    text = json.dumps(data, ensure_ascii=False, indent=2)
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


def _held(request: HttpRequest) -> list[holdings.Shown]:
    user = request.user
    person = queries.person_of(user)  # type: ignore[arg-type]
    return holdings.about(user, queries.all_entries_of(person) if person else [])  # type: ignore[arg-type]


@login_is_enough
@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All that any room holds about me, in plain words."""
    return render(request, "people/everything.html", {"groups": _held(request)})


@login_is_enough
@never_cache
@require_GET
def everything_file(request: HttpRequest) -> HttpResponse:
    """The same as one file that opens everywhere and loads nothing."""
    context = {
        "groups": _held(request),
        "day": localdate(),
        "html_lang": "en" if get_language() == "en" else "ja",
        "of": "",
    }
    response = render(request, "people/everything_file.html", context)
    response["Content-Disposition"] = 'attachment; filename="tomoni-my-data.html"'
    return response


@login_is_enough
@never_cache
@require_GET
def everything_paper(request: HttpRequest) -> HttpResponse:
    """The same on A4, to be printed or kept."""
    pdf = everything_paper_of.pdf(_held(request), localdate(), get_language() or "ja")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="tomoni-my-data.pdf"'
    return response


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest) -> HttpResponse:
    form = CorrectionForm(request.POST or None)
    user = request.user
    person = queries.person_of(user)  # type: ignore[arg-type]
    if request.method == "POST" and person is None:
        person = of_account(user=user, at=now())  # type: ignore[arg-type]
    if form.attempt(correcting.ask, person=person, by=user, at=now()):
        return render(
            request, "people/correction_asked.html", {"number": form.done, "person": None}
        )
    return render(request, "people/correction.html", {"form": form})
