"""Model districts: the page for all, staff's pages for them, and staff confirm the kit's rules."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import needs, public
from tomoni.ties.gathering_places import district_queries, queries
from tomoni.ties.gathering_places.access import Ability
from tomoni.ties.gathering_places.actions import districts as actions
from tomoni.ties.gathering_places.forms.districts import CheckForm, DistrictForm, StepForm
from tomoni.ties.gathering_places.models import ModelDistrict, ModelStep
from tomoni.ties.gathering_places.rules import stages


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every model district: how far it is, what is wished and offered there, what was done."""
    title = _("モデル地区")
    context = {
        "districts": district_queries.districts(ModelDistrict.objects.filter(is_shown=True)),
        "desk": queries.adviser_desk(),
        "near": stages.NEAR_MINUTES,
        "crumbs": [(_("居場所をつくる"), reverse("gathering_places:board")), (title, "")],
    }
    return render(request, "gathering_places/districts.html", context)


@needs(Ability.WORK)
@require_safe
def staff_index(request: HttpRequest) -> HttpResponse:
    context = {
        "districts": district_queries.districts(ModelDistrict.objects.all()),
        "crumbs": _crumbs(_("モデル地区")),
    }
    return render(request, "gathering_places/staff/districts.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    form = DistrictForm(request.POST or None)
    done = form.attempt(actions.choose, by=request.user, at=now())
    return _form(request, form, _("モデル地区を選ぶ"), done)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    known = get_object_or_404(ModelDistrict, slug=slug)
    form = DistrictForm(request.POST or None, initial=DistrictForm.initial_of(known))
    form.fields["slug"].disabled = True
    done = form.attempt(actions.correct, district=known, by=request.user, at=now())
    return _form(request, form, _("モデル地区を直す"), done, known.name)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    known = get_object_or_404(ModelDistrict, slug=slug)
    form = StepForm(request.POST or None)
    done = form.attempt(actions.tell_step, district=known, by=request.user, at=now())
    return _form(request, form, _("したことを書く"), done, known.name)


@needs(Ability.WORK)
@require_POST
def step_back(request: HttpRequest, pk: int) -> HttpResponse:
    actions.take_step_back(step=get_object_or_404(ModelStep, pk=pk), by=request.user, at=now())
    messages.success(request, _("取り消しました。"))
    return redirect("gathering_places:districts_staff")


@needs(Ability.WORK)
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """Which rules of the kit were confirmed when, and by whom."""
    rules = [one for one in queries.kit() if one.entry.is_rule]
    context = {"rules": rules, "crumbs": _crumbs(_("手引きの決まりを確かめる"))}
    return render(request, "gathering_places/staff/checks.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """One rule beside its source; saying that it holds."""
    entry = next((one for one in queries.told("kit") if one.code == code and one.is_rule), None)
    if entry is None:
        raise Http404(code)
    form = CheckForm(request.POST or None)
    done = form.attempt(actions.confirm, entry=entry, by=request.user, at=now())
    words = f"{entry.text}（{_('もとの資料')}: {entry.source}）"
    return _form(request, form, entry.title, done, words, back="gathering_places:checks")


def _form(
    request: HttpRequest, form: Any, title: str, done: bool, words: str = "", *,
    back: str = "gathering_places:districts_staff",
) -> HttpResponse:  # fmt: skip
    if done:
        messages.success(request, _("記録しました。"))
        return redirect(back)
    context = {
        "form": form, "title": title, "words": words, "back": reverse(back), "crumbs": _crumbs(title),
    }  # fmt: skip
    return render(request, "gathering_places/staff/keep.html", context)


def _crumbs(title: Any) -> list[tuple[Any, str]]:
    return [(_("居場所をつくる"), reverse("gathering_places:desk")), (title, "")]
