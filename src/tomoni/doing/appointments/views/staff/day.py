"""My day, my team's week, and one booking."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import dates, link_keys
from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.core.reading_log import opens
from tomoni.doing.appointments import access
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.actions import changing
from tomoni.doing.appointments.actions.told import Told
from tomoni.doing.appointments.forms.staff import ReasonForm, WalkInForm
from tomoni.doing.appointments.models import Booking, Desk, Worker
from tomoni.doing.appointments.queries import desk as queries
from tomoni.doing.appointments.queries import slots
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.ground.people.contacts import Contact

AHEAD = 21


@needs(Ability.WORK)
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """The day in order of time; `who=team` is everybody of my desks."""
    on = _day(request, "day")
    mine = request.GET.get("who", "me") != "team"
    desk = _desk(request)
    found = queries.day_of(request.user, on, mine=mine, desk=desk)
    context = {
        "on": on,
        "mine": mine,
        "desk": desk,
        "desks": access.desks_of(request.user, timezone.localdate()),
        "bookings": found,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "is_today": on == timezone.localdate(),
        "unsettled": queries.unsettled(request.user, at=timezone.now()),
        "crumbs": [(_("予約"), "")],
    }
    return render(request, "appointments/staff/day.html", context)


@needs(Ability.WORK)
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """A desk's week: a line for each worker, a column for each day."""
    on = _day(request, "from")
    monday = on - timedelta(days=on.weekday())
    desk = _desk(request) or access.desks_of(request.user, timezone.localdate()).first()
    context = {
        "desk": desk,
        "desks": access.desks_of(request.user, timezone.localdate()),
        "lines": queries.week_of(desk, monday) if desk else [],
        "days": [monday + timedelta(days=n) for n in range(7)],
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": timezone.localdate(),
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("一週間"), "")],
    }
    return render(request, "appointments/staff/week.html", context)


def _visible(request: HttpRequest, pk: UUID) -> Booking:
    return get_object_or_404(
        access.visible_to(request.user, timezone.localdate()).select_related(
            "kind", "desk__team", "worker__user", "room", "town", "session", "person"
        ),
        pk=pk,
    )


@needs(Ability.WORK)
@opens(
    _visible,
    fields=["contact", "concerned", "consent", "about", "carried"],
    basis="team",
    about=lambda one: one.person or one,
)
@require_safe
def booking(request: HttpRequest, found: Booking) -> HttpResponse:
    """One booking with what was told; opening it leaves a row in the reading log."""
    return render(request, "appointments/staff/booking.html", _context(request, found))


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time or another worker, out of what is free."""
    found = _visible(request, pk)
    at = timezone.now()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            starts, worker = _choice(request, found)
            changing.move(
                booking=found, starts_at=starts, worker=worker, by=request.user, at=at,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            return redirect("appointments:booking", pk=found.pk)
        except Refused as no:
            form.add_error(None, no.sentence)
    first = max(_day(request, "from"), timezone.localdate())
    free = slots.search(
        kind=found.kind, first=first, last=first + timedelta(days=AHEAD), at=at,
        mode=found.mode, by_staff=True,
    )  # fmt: skip
    context = {
        "booking": found,
        "form": form,
        "times": free.times()[:60],
        "first": first,
        "later": first + timedelta(days=AHEAD + 1),
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (found.number, reverse("appointments:booking", kwargs={"pk": found.pk})),
            (_("日時を変える"), ""),
        ],
    }
    return render(request, "appointments/staff/move.html", context)


DEEDS: dict[str, Any] = {
    "came": changing.came,
    "absent": changing.absent,
    "ask": changing.ask_for_new_time,
}


@needs(Ability.WORK)
@require_POST
def deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Came, did not come, please choose another time, called off; back to where one was."""
    found = _visible(request, pk)
    at = timezone.now()
    back = request.POST.get("back", "")
    form: Form
    if deed == "cancel":
        form = ReasonForm(request.POST)
        done = form.attempt(changing.cancel, booking=found, by=request.user, at=at)
    elif deed in DEEDS:
        form = Form(request.POST)
        done = form.attempt(DEEDS[deed], booking=found, by=request.user, at=at)
    else:
        return redirect("appointments:booking", pk=found.pk)
    if done:
        if back.startswith("day:"):
            on = dates.read_date(back[4:14]).value or timezone.localdate()
            who = "team" if back.endswith(":team") else "me"
            return redirect(f"{reverse('appointments:day')}?day={on}&who={who}#b{found.number}")
        return redirect("appointments:booking", pk=found.pk)
    context = _context(request, found) | {"problem": form}
    return render(request, "appointments/staff/booking.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest) -> HttpResponse:
    """Somebody came without an appointment."""
    desks = access.desks_of(request.user, timezone.localdate())
    form = WalkInForm(request.POST or None, desks=desks)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            bookings.walk_in(
                kind=said["kind"], worker=said["worker"], told=Told(form.contact()),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            return redirect(f"{reverse('appointments:day')}?who=team")
        except Refused as no:
            form.add_error(no.field if no.field in form.fields else None, no.sentence)
    context = {
        "form": form,
        "title": _("予約なしで来た人"),
        "button": _("受ける"),
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("予約なしで来た人"), "")],
    }
    return render(request, "appointments/staff/form.html", context)


def _context(request: HttpRequest, found: Booking) -> dict[str, Any]:
    at = timezone.now()
    near = slots.search(
        kind=found.kind, first=found.day, last=found.day, at=at, mode=found.mode, by_staff=True
    )
    return {
        "booking": found,
        "contact": Contact.of(found.contact),
        "concerned": Contact.of(found.concerned),
        "key": link_keys.key_of("appointments.booking", found.pk),
        "changes": found.changes.select_related("by", "worker__user"),
        "colleagues": [one for one in near.at(found.starts_at) if one.pk != found.worker_id],
        "reason": ReasonForm(),
        "may_settle": found.day <= timezone.localdate(at),
        "crumbs": [(_("予約"), reverse("appointments:day")), (found.number, "")],
    }


def _choice(request: HttpRequest, found: Booking) -> tuple[Any, Worker | None]:
    """The chosen time and worker: `<minutes>:<worker>`, or only a colleague at the same time."""
    text, _colon, who = request.POST.get("time", "").partition(":")
    worker = None
    if who:
        try:
            worker = Worker.objects.filter(pk=UUID(who), desk=found.desk_id).first()
        except ValueError:
            worker = None
    if text == "same":
        return found.starts_at, worker
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Refused(_("新しい日時を選んでください。"))
    return moment(int(text)), worker


def _day(request: HttpRequest, name: str) -> date:
    found = dates.read_date(request.GET.get(name, "")[:30]).value or timezone.localdate()
    return found if 2000 <= found.year <= 2200 else timezone.localdate()


def _desk(request: HttpRequest) -> Desk | None:
    slug = request.GET.get("desk", "")
    found: Desk | None = (
        access.desks_of(request.user, timezone.localdate()).filter(slug=slug).first()
    )
    return found
