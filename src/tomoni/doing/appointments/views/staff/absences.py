"""Somebody is away; what was booked is moved in one go."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.doing.appointments import access
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import absences
from tomoni.doing.appointments.forms.staff import AbsenceForm, ReasonForm
from tomoni.doing.appointments.models import Absence, Booking, Worker
from tomoni.doing.appointments.queries import worklists
from tomoni.doing.appointments.rules.minutes import minute

WAYS = {
    "colleague": absences.hand_over_many,
    "time": absences.move_many,
    "ask": absences.ask_many,
}


@needs(Ability.WORK)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who is away from now on, and the lists that are still open."""
    on, at = timezone.localdate(), timezone.now()
    users = Worker.objects.filter(desk__in=access.desks_of(request.user, on)).values("user")
    away = Absence.objects.filter(user__in=users, ends__gt=minute(at)).exclude(
        reason=Absence.Reason.CALENDAR
    )
    context = {
        "away": away.select_related("user").order_by("starts", "pk")[:100],
        "lists": access.worklists_of(request.user, on)
        .filter(baton__status="open")
        .select_related("absence__user", "baton", "team")
        .order_by("baton__due_on", "pk"),
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("不在"), "")],
    }
    return render(request, "appointments/staff/absences.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write an absence; when something was booked, its list opens."""
    on = timezone.localdate()
    form = AbsenceForm(
        request.POST or None,
        desks=access.desks_of(request.user, on),
        initial={"from_on": on.isoformat(), "until_on": on.isoformat()},
    )
    if form.attempt(absences.be_away, by=request.user, at=timezone.now()):
        mine = access.worklists_of(request.user, on).filter(absence=form.done).first()
        if mine:
            return redirect("appointments:worklist", pk=mine.pk)
        return redirect("appointments:absences")
    context = {
        "form": form,
        "title": _("不在を書く"),
        "button": _("不在にする"),
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("不在"), reverse("appointments:absences")),
            (_("不在を書く"), ""),
        ],
    }
    return render(request, "appointments/staff/form.html", context)


@needs(Ability.WORK)
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """The absence ends now, or was a mistake."""
    on = timezone.localdate()
    users = Worker.objects.filter(desk__in=access.desks_of(request.user, on)).values("user")
    found = get_object_or_404(Absence, pk=pk, user__in=users)
    absences.be_back(absence=found, by=request.user, at=timezone.now())
    return redirect("appointments:absences")


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def worklist(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Each booking with who could take it over and when the worker is free next; many at once."""
    on, at = timezone.localdate(), timezone.now()
    found = get_object_or_404(
        access.worklists_of(request.user, on).select_related("absence__user", "baton", "team"),
        pk=pk,
    )
    form = ReasonForm(request.POST or None)
    done: list[Booking] = []
    left: list[Booking] = []
    if request.method == "POST" and form.is_valid():
        picked = [pk for pk in request.POST.getlist("booking") if len(pk) == 36]
        rows = list(worklists.left(found).filter(pk__in=_uuids(picked)))
        way = WAYS.get(request.POST.get("way", ""))
        if not rows:
            form.add_error(None, _("動かす予約に印をつけてください。"))
        elif way is None:
            form.add_error(None, _("どう動かすかを選んでください。"))
        else:
            try:
                done, left = way(
                    bookings=rows, by=request.user, at=at, reason=form.cleaned_data["reason"]
                )
            except Refused as no:
                form.add_error(None, no.sentence)
            found.baton.refresh_from_db()
    context = {
        "worklist": found,
        "rows": worklists.rows(found, at=at),
        "form": form,
        "done": done,
        "left": left,
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("不在"), reverse("appointments:absences")),
            (found.absence.user.name, ""),
        ],
    }
    return render(request, "appointments/staff/worklist.html", context)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
