"""Staff and hosts: the desk, one need, its shifts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.errors import Refused
from tomoni.doing.points.queries import earned
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.actions import needs as actions
from tomoni.doing.volunteering.actions import shifts
from tomoni.doing.volunteering.forms import staff as forms
from tomoni.doing.volunteering.models import Attendance, Feedback, Need, Register
from tomoni.doing.volunteering.queries import risks
from tomoni.ground.people.contacts import Contact

PAGE = 40
DEEDS = {"show": actions.show, "hide": actions.hide}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("ボランティア"), reverse("volunteering:desk") if more else ""), *more]


def form_page(request: HttpRequest, form: Any, title: str, back: str, **more: Any) -> HttpResponse:
    """The one page of staff forms."""
    context = {"form": form, "title": title, "back": back, "crumbs": crumbs((title, "")), **more}
    return render(request, "volunteering/staff/form.html", context)


@login_is_enough
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Needs in hand, shifts that may fail, hours to be confirmed; a host sees those of their own."""
    at, today = now(), localdate()
    rows = access.kept_needs(request.user, today).open()
    if not access.works(request.user) and not access.organisations_of(request.user, today).exists():
        raise Http404
    kept = access.kept_shifts(request.user, today)
    context = {
        "page": Paginator(rows.order_by("-created_at", "pk"), PAGE).get_page(request.GET.get("page")),
        "risks": risks.at_risk(at=at, among=kept)[:20],
        "coming": kept.coming(at).order_by("starts_at", "pk")[:20],
        "to_approve": access.kept_hours(request.user, today)
        .filter(status=Attendance.Status.REPORTED).count(),
        "may_work": access.works(request.user),
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "volunteering/staff/desk.html", context)


def kept(request: HttpRequest, pk: UUID) -> Need:
    return get_object_or_404(access.kept_needs(request.user, localdate()), pk=pk)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A wish heard on the telephone, at the counter or read from paper."""
    form = forms.AskForFormStaff(request.POST or None)
    if form.attempt(actions.ask, by=request.user, at=now()):
        messages.success(
            request, _("受け付けました。番号は %(n)s です。") % {"n": form.done.number}
        )
        return redirect("volunteering:need", pk=form.done.pk)
    return form_page(request, form, _("手伝いの希望を受け付ける"), reverse("volunteering:desk"))


@login_is_enough
@never_cache
@require_safe
def need(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One need: what was told, its shifts, its hours."""
    found = kept(request, pk)
    ruling = earned.ruling_on(found.scheme, localdate()) if found.scheme else None
    context = {
        "need": found, "told": found.words or {}, "contact": Contact.of(found.contact),
        "shifts": found.shifts.prefetch_related("posts").order_by("-starts_at", "pk")[:60],
        "may_work": access.works(request.user), "crumbs": crumbs((found.number, "")),
        "activity": ruling.read.activity(found.activity) if ruling else None,
        "training": dict(Register.choices).get(found.training, ""),
        "said": Feedback.objects.filter(attendance__need=found).order_by("-at", "pk")[:20],
    }  # fmt: skip
    return render(request, "volunteering/staff/need.html", context)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = kept(request, pk)
    told = found.words or {}
    names = (
        "kind", "title", "about", "town", "least", "age_min", "skill", "training", "organisation",
        "needs_vehicle", "needs_insurance", "title_en", "title_easy", "about_en", "about_easy",
    )  # fmt: skip
    initial = {name: getattr(found, name) for name in names} | {
        "words": told.get("words", ""), "place": told.get("place", ""),
        "points": f"{found.scheme.slug}:{found.activity}" if found.scheme else "",
    }  # fmt: skip
    form = forms.NeedForm(request.POST or None, initial=initial)
    if not access.works(request.user):
        del form.fields["organisation"], form.fields["points"]
    if form.attempt(actions.change, need=found, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect("volunteering:need", pk=pk)
    return form_page(
        request, form, _("手伝いの希望を直す"), reverse("volunteering:need", args=[pk])
    )


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new shift."""
    found = kept(request, pk)
    form = forms.ShiftForm(request.POST or None, initial={"helper": max(found.least, 2)})
    if form.attempt(shifts.plan_weekly, need=found, by=request.user, at=now()):
        messages.success(request, _("回を決めました。"))
        return redirect("volunteering:shift_desk", pk=form.done[0].pk)
    return form_page(
        request, form, _("手伝いの回を決める"), reverse("volunteering:need", args=[pk]),
        about=str(found),
    )  # fmt: skip


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = kept(request, pk)
    form = forms.EndForm(request.POST or None)
    if form.attempt(actions.end, need=found, by=request.user, at=now()):
        messages.success(request, _("終えました。"))
        return redirect("volunteering:need", pk=pk)
    return form_page(request, form, _("この希望を終える"), reverse("volunteering:need", args=[pk]))


@needs(Ability.WORK)
@require_POST
def deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """On the board, or away from it."""
    if deed not in DEEDS:
        raise Http404
    try:
        DEEDS[deed](need=kept(request, pk), by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
    return redirect("volunteering:need", pk=pk)
