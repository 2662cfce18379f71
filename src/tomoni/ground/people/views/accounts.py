"""Staff pages of accounts: list, invite, roles, closing and opening again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import audit
from tomoni.core.access import needs
from tomoni.core.forms import Form
from tomoni.ground.people import invitations, queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import accounts, roles
from tomoni.ground.people.forms.staff import EndForm, GiveRoleForm, InviteForm, role_choices
from tomoni.ground.people.models import RoleHeld, User

PAGE = 50


@needs(Ability.MANAGE_ACCOUNTS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words, role = request.GET.get("q", "")[:100], request.GET.get("role", "")[:40]
    today = localdate()
    page = Paginator(queries.accounts(words=words, role=role, on=today), PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(user, queries.role_names_held(user, today)) for user in page]
    return render(
        request,
        "people/staff/accounts.html",
        {"page": page, "rows": rows, "q": words, "role": role, "role_choices": role_choices()},
    )


@needs(Ability.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.attempt(accounts.create, by=request.user, at=now()):
        invitations.send(request, form.done)
        messages.success(request, _("招待のメールを送りました。"))
        return redirect("people:account", pk=form.done.pk)
    return render(request, "people/staff/invite.html", {"form": form})


@needs(Ability.MANAGE_ACCOUNTS)
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, get_object_or_404(User, pk=pk))


@needs(Ability.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = GiveRoleForm(request.POST or None, initial={"from_on": localdate()})
    if form.attempt(roles.give, user=user, by=request.user, at=now()):
        messages.success(request, _("役割を付けました。"))
        return redirect("people:account", pk=user.pk)
    return render(request, "people/staff/give_role.html", {"account": user, "form": form})


@needs(Ability.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, pk: UUID, held: int) -> HttpResponse:
    row = get_object_or_404(RoleHeld.objects.select_related("user"), pk=held, user_id=pk)
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(roles.end, held=row, by=request.user, at=now()):
        messages.success(request, _("役割の最後の日を入れました。"))
        return redirect("people:account", pk=row.user_id)
    name = queries.role_name(row.role)
    return render(
        request, "people/staff/end_role.html", {"held": row, "role_name": name, "form": form}
    )


@needs(Ability.MANAGE_ACCOUNTS)
@require_http_methods(["POST"])
def switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account or open it again; the button says which."""
    user = get_object_or_404(User, pk=pk)
    form = Form(request.POST)
    action = accounts.switch_on if request.POST.get("to") == "on" else accounts.switch_off
    if form.attempt(action, user=user, by=request.user, at=now()):
        return redirect("people:account", pk=user.pk)
    return _page(request, user, form=form)


@needs(Ability.MANAGE_ACCOUNTS)
@require_http_methods(["POST"])
def invite_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the link once more; the old one works until a password is chosen."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    accounts.note_by(act="invited_again", user=user, by=request.user, at=now())  # type: ignore[arg-type]
    invitations.send(request, user)
    messages.success(request, _("招待のメールを送りました。"))
    return redirect("people:account", pk=user.pk)


def _page(request: HttpRequest, user: User, **more: Any) -> HttpResponse:
    today = localdate()
    return render(
        request,
        "people/staff/account.html",
        {
            "account": user,
            "roles": queries.roles_of(user, today),
            "memberships": queries.memberships_of(user),
            "methods": queries.sign_in_methods(user),
            "history": audit.history(user)[:20],
            "today": today,
            **more,
        },
    )
