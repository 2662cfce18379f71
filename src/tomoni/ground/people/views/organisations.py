"""Staff pages of organisations and their editors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import audit
from tomoni.core.access import needs
from tomoni.ground.people import queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import memberships, organisations
from tomoni.ground.people.forms.staff import AddMemberForm, EndForm, OrganisationForm
from tomoni.ground.people.models import Membership, Organisation

PAGE = 50


@needs(Ability.KEEP_ORGANISATIONS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    page = Paginator(queries.organisations(words=words), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/staff/organisations.html", {"page": page, "q": words})


@needs(Ability.KEEP_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if form.attempt(organisations.create, by=request.user, at=now()):
        messages.success(request, _("団体を登録しました。"))
        return redirect("people:organisation", slug=form.done.slug)
    return render(request, "people/staff/organisation_edit.html", {"form": form})


@needs(Ability.KEEP_ORGANISATIONS)
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    members = organisation.memberships.select_related("user").order_by("user__name_kana", "pk")  # type: ignore[attr-defined]
    return render(
        request,
        "people/staff/organisation.html",
        {
            "organisation": organisation,
            "members": members,
            "history": audit.history(organisation)[:20],
            "today": localdate(),
        },
    )


@needs(Ability.KEEP_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.attempt(organisations.edit, organisation=organisation, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect("people:organisation", slug=slug)
    return render(
        request,
        "people/staff/organisation_edit.html",
        {"form": form, "organisation": organisation},
    )


@needs(Ability.KEEP_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    form = AddMemberForm(request.POST or None, initial={"from_on": localdate()})
    if form.attempt(memberships.add, organisation=organisation, by=request.user, at=now()):
        messages.success(request, _("登録しました。"))
        return redirect("people:organisation", slug=slug)
    return render(
        request, "people/staff/add_member.html", {"form": form, "organisation": organisation}
    )


@needs(Ability.KEEP_ORGANISATIONS)
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Membership.objects.select_related("user", "organisation"), pk=pk, organisation__slug=slug
    )
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(memberships.end, membership=row, by=request.user, at=now()):
        messages.success(request, _("最後の日を入れました。"))
        return redirect("people:organisation", slug=slug)
    return render(request, "people/staff/end_member.html", {"form": form, "membership": row})
