"""What a desk offers: kinds, people, weekly hours, dates for groups."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.doing.appointments import access
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import desks, groups
from tomoni.doing.appointments.forms.desks import NewDeskForm
from tomoni.doing.appointments.forms.staff import HoursForm, KindForm, NewWorkerForm, SessionForm
from tomoni.doing.appointments.models import Desk, Kind, Session
from tomoni.doing.appointments.rules.minutes import minute

SPARE = 3  # Empty rows below what is there.


@needs(Ability.KEEP)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = access.kept_by(request.user, timezone.localdate()).select_related("team")
    context = {
        "desks": found.order_by("order", "name"),
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("窓口の決まり"), "")],
    }
    return render(request, "appointments/staff/desks.html", context)


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new desk of one of one's teams."""
    form = NewDeskForm(request.POST or None, user=request.user)
    if form.attempt(desks.open_desk, by=request.user, at=timezone.now()):
        return redirect("appointments:keep_desk", slug=form.done.slug)
    context = {
        "form": form,
        "title": _("窓口を作る"),
        "button": _("窓口を作る"),
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("窓口の決まり"), reverse("appointments:keep")),
            (_("窓口を作る"), ""),
        ],
    }
    return render(request, "appointments/staff/form.html", context)


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One desk; its people are added here."""
    found = desk_of(request, slug)
    form = NewWorkerForm(request.POST or None, desk=found)
    if form.attempt(desks.add_worker, desk=found, by=request.user, at=timezone.now()):
        return redirect("appointments:keep_hours", slug=slug, pk=form.done.pk)
    context = {
        "desk": found,
        "form": form,
        "kinds": found.kinds.order_by("order", "name"),
        "workers": found.workers.select_related("user").prefetch_related("openings"),
        "areas": found.areas.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))
        .select_related("town", "district", "worker__user")
        .order_by("pk"),
        "rooms": found.rooms.filter(closed_on=None),
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("窓口の決まり"), reverse("appointments:keep")),
            (found.name, ""),
        ],
    }
    return render(request, "appointments/staff/desk.html", context)


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What can be booked, in all its rules."""
    desk = desk_of(request, slug)
    found = get_object_or_404(desk.kinds, slug=kind)
    form = KindForm(request.POST or None, instance=Kind.objects.get(pk=found.pk))
    if form.attempt(desks.edit_kind, kind=found, by=request.user, at=timezone.now()):
        return redirect("appointments:keep_desk", slug=slug)
    return render(
        request,
        "appointments/staff/form.html",
        {
            "form": form,
            "title": found.name,
            "button": _("保存する"),
            "crumbs": crumbs_of(desk, found.name),
        },
    )


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The weekly hours of one worker."""
    desk = desk_of(request, slug)
    worker = get_object_or_404(desk.workers.select_related("user"), pk=pk)
    known = [
        {"weekday": one.weekday, "weeks": one.weeks, "opens": one.opens, "closes": one.closes}
        for one in worker.openings.all()
    ]
    data = request.POST or None
    many = len(known) + SPARE
    if data is not None:
        text = data.get("rows", "")
        many = min(int(text), 40) if text.isascii() and text.isdigit() else many
    forms = [
        HoursForm(data, prefix=f"r{n}", initial=known[n] if n < len(known) else {"weeks": 0},
                  use_required_attribute=False)
        for n in range(many)
    ]  # fmt: skip
    top = Form(data)
    valid = [form.is_valid() for form in forms] if data is not None else [False]  # All are read.
    if all(valid) and top.is_valid():
        rows = [row for form in forms if (row := form.row())]
        try:
            desks.set_openings(worker=worker, rows=rows, by=request.user, at=timezone.now())
            return redirect("appointments:keep_desk", slug=slug)
        except Refused as no:
            top.add_error(None, no.sentence)
    context = {
        "desk": desk,
        "worker": worker,
        "forms": forms,
        "top": top,
        "crumbs": crumbs_of(desk, worker.user.name),
    }
    return render(request, "appointments/staff/hours.html", context)


@needs(Ability.KEEP)
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The dates of a group kind; a date called off is told to everybody who has a seat."""
    desk = desk_of(request, slug)
    found = get_object_or_404(desk.kinds, slug=kind, seats__gt=1)
    at = timezone.now()
    stopping = request.POST.get("stop", "")
    form = SessionForm(None if stopping else request.POST or None, kind=found)
    problem = Form(request.POST) if stopping else Form()
    if stopping:
        one = get_object_or_404(
            Session,
            kind=found,
            pk=int(stopping) if stopping.isdigit() and len(stopping) < 12 else 0,
        )
        if problem.attempt(
            groups.cancel_session, session=one, by=request.user, at=at,
            reason=_("都合により、この回は中止になりました。"),
        ):  # fmt: skip
            return redirect("appointments:keep_sessions", slug=slug, kind=kind)
    elif form.attempt(groups.open_session, kind=found, by=request.user, at=at):
        return redirect("appointments:keep_sessions", slug=slug, kind=kind)
    rows = found.sessions.filter(starts__gt=minute(at)).select_related("worker__user", "room")
    context = {
        "desk": desk,
        "kind": found,
        "form": form,
        "rows": rows.prefetch_related("seats__booking").order_by("starts", "pk"),
        "crumbs": crumbs_of(desk, found.name),
    }
    return render(request, "appointments/staff/sessions.html", context)


def desk_of(request: HttpRequest, slug: str) -> Desk:
    return get_object_or_404(
        access.kept_by(request.user, timezone.localdate()).select_related("team"), slug=slug
    )


def crumbs_of(desk: Desk, last: Any) -> list[tuple[Any, str]]:
    return [
        (_("予約"), reverse("appointments:day")),
        (_("窓口の決まり"), reverse("appointments:keep")),
        (desk.name, reverse("appointments:keep_desk", kwargs={"slug": desk.slug})),
        (last, ""),
    ]
