"""Guides and staff: tips of the day, one's own profile, the walks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import can, needs
from tomoni.ties.tourism import access, forms
from tomoni.ties.tourism.access import Ability
from tomoni.ties.tourism.actions import telling
from tomoni.ties.tourism.models import Guide, Programme

MOST = 50


@needs(Ability.TELL)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What is out now and what was; the walks for those who keep them."""
    keeps = can(request.user, Ability.KEEP)
    tips = access.tips_of(request.user).prefetch_related("texts")
    context = {
        "tips": tips.order_by("-written_at", "pk")[:MOST],
        "now": now(),
        "keeps": keeps,
        "is_guide": access.own_worker(request.user, localdate()) is not None,
        "programmes": Programme.objects.select_related("kind__desk").prefetch_related("texts")
        if keeps else (),
        "guides": Guide.objects.select_related("worker__user").prefetch_related("texts")
        if keeps else (),
        "crumbs": [(_("旅行者のページ"), "")],
    }  # fmt: skip
    return render(request, "tourism/staff/desk.html", context)


@needs(Ability.TELL)
@never_cache
@require_http_methods(["GET", "POST"])
def tip_new(request: HttpRequest) -> HttpResponse:
    form = forms.TipForm(request.POST or None)
    done = form.attempt(telling.write_tip, by=request.user, at=now())
    return _form(request, form, _("いまのようすを書く"), done)


@needs(Ability.TELL)
@never_cache
@require_http_methods(["GET", "POST"])
def tip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The words in other languages; those it was written in stay."""
    found = get_object_or_404(access.tips_of(request.user).prefetch_related("texts"), pk=pk)
    form = forms.TipTextForm(request.POST or None, initial=forms.TipTextForm.initial_of(found))
    for one in found.texts.all():
        if one.is_source:
            form.fields[f"text_{one.language}"].disabled = True
    done = form.attempt(telling.translate_tip, tip=found, by=request.user, at=now())
    return _form(request, form, _("ほかのことばで書く"), done)


@needs(Ability.TELL)
@require_POST
def tip_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(access.tips_of(request.user), pk=pk)
    telling.withdraw_tip(tip=found, by=request.user, at=now())
    messages.success(request, _("下げました。"))
    return redirect("tourism:desk")


@needs(Ability.TELL)
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own profile as a guide; whoever guides nowhere is told how to begin."""
    worker = access.own_worker(request.user, localdate())
    if worker is None:
        messages.warning(
            request, _("まだガイドの窓口に入っていません。観光の担当に声をかけてください。")
        )
        return redirect("tourism:desk")
    known = Guide.objects.filter(worker=worker).prefetch_related("texts").first()
    initial = forms.ProfileForm.initial_of(known) if known else {}
    form = forms.ProfileForm(request.POST or None, initial=initial)
    done = form.attempt(
        telling.write_profile, worker=worker, on=localdate(), by=request.user, at=now()
    )
    return _form(request, form, _("ガイドとしての紹介"), done)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new walk, or one that is corrected; its kind of appointment stays the same."""
    known = get_object_or_404(Programme.objects.prefetch_related("texts"), pk=pk) if pk else None
    initial = forms.ProgrammeForm.initial_of(known) if known else {}
    form = forms.ProgrammeForm(request.POST or None, initial=initial)
    if known:
        form.fields["kind"].disabled = True
    done = form.attempt(telling.keep_programme, by=request.user, at=now())
    return _form(request, form, _("まち歩きを書く"), done)


def _form(request: HttpRequest, form: Any, title: str, done: bool) -> HttpResponse:
    if done:
        messages.success(request, _("記録しました。"))
        return redirect("tourism:desk")
    back = reverse("tourism:desk")
    context = {
        "form": form,
        "title": title,
        "back": back,
        "crumbs": [(_("旅行者のページ"), back), (title, "")],
    }
    return render(request, "tourism/staff/form.html", context)
