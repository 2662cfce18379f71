"""Emergency access: asking for it, ending it, and looking at it afterwards."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core import break_glass
from tomoni.core.access import needs
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import emergencies
from tomoni.ground.people.forms.emergency import EmergencyForm, ReviewForm


@needs(Ability.BREAK_GLASS)
@never_cache
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    if form.attempt(emergencies.begin, by=request.user, at=now()):
        return redirect("people:emergency")
    at = now()
    mine = [(release, release.is_open(at)) for release in break_glass.releases(by=request.user)]
    return render(request, "people/staff/emergency.html", {"form": form, "mine": mine})


@needs(Ability.BREAK_GLASS)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    release = _release(pk)
    if release.by != request.user:
        raise Http404
    if release.is_open(now()):
        break_glass.end(release, by=request.user, at=now())
    return redirect("people:emergency")


@needs(Ability.READ_AUDIT)
@never_cache
@require_http_methods(["GET"])
def emergencies_list(request: HttpRequest) -> HttpResponse:
    at = now()
    rows = [(release, release.is_open(at)) for release in break_glass.releases()]
    return render(request, "people/staff/emergencies.html", {"rows": rows})


@needs(Ability.READ_AUDIT)
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    release = _release(pk)
    form = ReviewForm(request.POST or None)
    if form.attempt(break_glass.review, release=release, by=request.user, at=now()):
        return redirect("people:emergencies")
    return render(request, "people/staff/emergency_review.html", {"form": form, "release": release})


def _release(pk: UUID) -> break_glass.Release:
    found = break_glass.releases(ids=[pk])
    if not found:
        raise Http404
    return found[0]
