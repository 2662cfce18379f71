"""A circle from inside: its members, its meetings, what is still open; and the secretariat's acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import can, login_is_enough, needs
from tomoni.town.circles import access, queries
from tomoni.town.circles.access import Ability
from tomoni.town.circles.actions import circles, meetings, papers
from tomoni.town.circles.forms import circles as forms
from tomoni.town.circles.forms.meetings import MeetingForm
from tomoni.town.circles.models import Circle

SAVED = gettext_lazy("記録しました。")


@dataclass(frozen=True)
class Deed:
    """An act as its button says it: its form, and what it does."""

    title: str | Promise
    icon: str
    form: type[Any]
    action: Callable[..., Any]
    said: str | Promise = SAVED


DEEDS = {
    "meeting": Deed(gettext_lazy("会議を決める"), "calendar", MeetingForm, meetings.call),
    "member": Deed(gettext_lazy("会員を加える"), "plus", forms.MemberForm, circles.add_member),
    "write": Deed(
        gettext_lazy("会員に知らせる"), "send", forms.WriteForm, papers.write_to_members,
        gettext_lazy("会員それぞれの受け取り方で送ります。紙の人には手紙が用意されます。"),
    ),
    "edit": Deed(gettext_lazy("紹介を直す"), "pencil", forms.EditForm, circles.edit),
}  # fmt: skip


@login_is_enough
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found = queries.circles_of(request.user, localdate())
    context = {"circles": found, "crumbs": [(_("わたしのネットワーク"), "")]}
    return render(request, "circles/staff/mine.html", context)


@needs(Ability.KEEP)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every circle by name; its papers open only to its own secretariat."""
    on = localdate()
    kept = set(access.kept_by(request.user, on).values_list("pk", flat=True))
    rows = access.listed_for(request.user, on).select_related("secretariat")
    context = {
        "rows": [(circle, circle.pk in kept) for circle in rows],
        "crumbs": [(_("ネットワークの管理"), "")],
    }
    return render(request, "circles/staff/index.html", context)


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = forms.MakeForm(request.POST or None)
    if form.attempt(circles.make, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("circles:staff")
    return _form(request, form, _("ネットワークを作る"), reverse("circles:staff"))


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def entrust(request: HttpRequest, slug: str) -> HttpResponse:
    circle = get_object_or_404(Circle, slug=slug)
    form = forms.EntrustForm(request.POST or None, initial={"secretariat": circle.secretariat_id})
    if form.attempt(circles.entrust, circle=circle, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("circles:staff")
    title = _("%(circle)sの事務局") % {"circle": circle}
    return _form(request, form, title, reverse("circles:staff"))


@login_is_enough
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    circle = _circle(request, slug)
    found = queries.inside(circle, request.user, now())
    deeds = list(DEEDS.items()) if found.keeps else []
    context = {
        "inside": found,
        "circle": circle,
        "deeds": deeds,
        "may_make": can(request.user, Ability.KEEP),
        "crumbs": [(_("わたしのネットワーク"), reverse("circles:mine")), (circle.name, "")],
    }
    return render(request, "circles/staff/inside.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One act of the secretariat on the circle."""
    circle = _circle(request, slug)
    if code not in DEEDS:
        raise Http404(code)
    if not access.may_keep(request.user, circle, localdate()):
        raise PermissionDenied(code)
    deed = DEEDS[code]
    initial: dict[str, Any] = {"key": uuid4()}
    if code == "edit":
        initial = forms.EditForm.initial_of(circle)
    form = deed.form(request.POST or None, initial=initial)
    if form.attempt(deed.action, circle=circle, by=request.user, at=now()):
        messages.success(request, deed.said)
        if code == "write" and (names := queries.not_reached(papers.WORD, form.done.key)):
            words = _("送り先の分からない会員がいます。電話で知らせてください：%(names)s")
            messages.warning(request, words % {"names": "、".join(names)})
        if code == "meeting":  # Its agenda and its notice are what comes next.
            return redirect("circles:meeting", pk=form.done.pk)
        return redirect("circles:inside", slug=circle.slug)
    return _form(request, form, deed.title, reverse("circles:inside", args=[slug]), circle)


@login_is_enough
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    circle = _circle(request, slug)
    if not access.may_keep(request.user, circle, localdate()):
        raise PermissionDenied("end_member")
    member = get_object_or_404(circle.members.select_related("circle"), pk=pk)
    form = forms.EndForm(request.POST or None, initial={"until_on": localdate()})
    if form.attempt(circles.end_member, member=member, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("circles:inside", slug=slug)
    title = _("%(member)sが抜ける") % {"member": member}
    return _form(request, form, title, reverse("circles:inside", args=[slug]), circle)


def _circle(request: HttpRequest, slug: str) -> Circle:
    visible = access.visible_to(request.user, localdate()).select_related("secretariat")
    return get_object_or_404(visible, slug=slug)


def _form(
    request: HttpRequest, form: Any, title: Any, back: str, circle: Circle | None = None
) -> HttpResponse:
    crumbs = [(circle.name, back)] if circle else [(_("ネットワークの管理"), back)]
    context = {"form": form, "title": title, "back": back, "crumbs": [*crumbs, (title, "")]}
    return render(request, "circles/staff/form.html", context)
