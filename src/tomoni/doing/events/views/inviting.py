"""Inviting by name, and the page by which the invited answer without an account."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import login_is_enough, public
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.doing.events.actions import admitting, inviting, joining
from tomoni.doing.events.forms.inviting import InviteForm
from tomoni.doing.events.forms.joining import JoinForm
from tomoni.doing.events.models import Invitation, Role, SignUp
from tomoni.doing.events.queries import inviting as queries
from tomoni.doing.events.queries import joining as sign_ups
from tomoni.doing.events.views.joining import context_of
from tomoni.doing.events.views.organising_dates import context_of_date, planned_date


def _why_closed(role: Role, at: datetime) -> str:
    """Why nobody can be invited to this date any more; told before names are asked."""
    try:
        admitting.may(role, by_staff=True, at=at)
    except Refused as no:
        return no.sentence
    return ""


@login_is_enough
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was invited and what they said; and the form to invite more."""
    occurrence = planned_date(request, pk)
    at, today = timezone.now(), timezone.localdate()
    number, roles = request.POST.get("withdraw", ""), sign_ups.roles_of(occurrence)
    deed = Form(request.POST if number else None)
    form = InviteForm(
        request.POST if request.method == "POST" and not number else None,
        roles=roles,
        teams=queries.teams_of(request.user, today),
        circles=queries.circles_of(request.user, today),
    )
    if number:
        rows = Invitation.objects.filter(role__occurrence=occurrence)
        row = get_object_or_404(rows.select_related("role__occurrence__series"), number=number)
        if deed.attempt(inviting.withdraw, invitation=row, by=request.user, at=at):
            return redirect("events:invite", pk=pk)
    known: list[str] = []
    if form.attempt(inviting.invite, by=request.user, at=at):
        known = form.done.known
        if not known:
            return redirect("events:invite", pk=pk)
    lines = queries.of_date(occurrence, at=at)
    context = {
        **context_of_date(request, occurrence, _("案内する")),
        "form": form,
        "deed": deed,
        "known": known,
        "why_not": _why_closed(roles[0], at) if roles else "",
        "lines": lines,
        "coming": sum(one.row.status == Invitation.Status.COMING for one in lines),
    }
    return render(request, "events/organise/invite.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Yes with names, or no; whoever has the link answers, without an account."""
    found = queries.by_link(number, key)
    if found is None:
        raise Http404
    at = timezone.now()
    made = found.sign_up
    if found.status == Invitation.Status.COMING and made and made.status in SignUp.ALIVE:
        return redirect("events:sign_up", number=made.number, key=sign_ups.key(made))
    by = request.user if request.user.is_authenticated else None
    declining = Form(request.POST if "decline" in request.POST else None)
    if declining.attempt(inviting.decline, invitation=found, by=by, at=at):
        return redirect("events:invitation", number=number, key=key)
    text = request.GET.get("n", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 1
    seats = min(max(asked, 1), found.seats)
    is_yes = request.method == "POST" and not declining.is_bound
    form = JoinForm(
        request.POST if is_yes else None, series=found.role.occurrence.series, seats=seats,
        initial=_known(found), language=request.display.language,  # type: ignore[attr-defined]
    )  # fmt: skip
    if form.attempt(joining.sign_up, role=found.role, invitation=found, by=by, at=at):
        made = form.done
        return redirect("events:sign_up", number=made.number, key=sign_ups.key(made))
    is_kept = bool(made and made.status == SignUp.Status.HELD and made.held_until > at)
    context = {
        **context_of(found.role.occurrence),
        "invitation": found,
        "form": form,
        "declining": declining,
        "seats": seats,
        "choices": range(1, found.seats + 1),
        "why": _why_not(found, at),
        "is_late": bool(found.kept_until and not is_kept),
        "kept": timezone.localtime(found.kept_until) if is_kept and found.kept_until else None,
        "name": (found.contact or {}).get("name", ""),
    }
    return render(request, "events/invitation.html", context)


def _why_not(found: Invitation, at: Any) -> str:
    """Why it can no longer be answered; '' while it can."""
    try:
        inviting.still_stands(found)
        admitting.may(found.role, by_staff=False, invited=True, at=at)
    except Refused as no:
        return no.sentence
    return ""


def _known(found: Invitation) -> dict[str, Any]:
    """What the organiser wrote of them; what a circle or an account knows is not shown again."""
    contact = dict(found.contact or {})
    if found.user_id or found.organisation_id:
        return {"name": contact.get("name", "")}
    return {name: contact.get(name, "") for name in ("name", "phone", "email", "address")} | {
        "by_letter": contact.get("by_letter", False)
    }
