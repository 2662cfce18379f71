"""Booking for somebody who telephones, stands at the counter or has sent a paper."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.doing.appointments.access import Ability
from tomoni.doing.appointments.actions import booking as bookings
from tomoni.doing.appointments.forms.public import TownForm
from tomoni.doing.appointments.forms.staff import ForSomebodyForm
from tomoni.doing.appointments.models import Booking, Kind, Worker
from tomoni.doing.appointments.queries import catchment, slots
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.doing.appointments.rules.modes import CODES
from tomoni.doing.appointments.views.journey import SHOWN_DAYS, Journey


@needs(Ability.WORK)
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What it is about; any desk of the town, since people telephone where they know somebody."""
    kinds = (
        Kind.objects.filter(closed_on=None, is_talk=False, desk__closed_on=None)
        .select_related("desk")
        .order_by("desk__order", "desk__name", "order", "name")
    )
    context = {
        "kinds": kinds,
        "crumbs": [(_("予約"), reverse("appointments:day")), (_("代わりに予約する"), "")],
    }
    return render(request, "appointments/staff/choose.html", context)


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, desk: str, kind: str) -> HttpResponse:
    """All questions on one page, since somebody waits on the telephone."""
    what = get_object_or_404(
        Kind.objects.select_related("desk__team"), desk__slug=desk, slug=kind, closed_on=None,
        desk__closed_on=None, is_talk=False,
    )  # fmt: skip
    at = timezone.now()
    journey = Journey.read(request, what)
    whose = journey.whose or Booking.Whose.SELF
    mode = journey.mode or what.ways[0].code
    where = TownForm({"where": request.GET["where"]}, phone=what.desk.phone) if request.GET.get(
        "where"
    ) else TownForm()  # fmt: skip
    town = where.town if where.is_bound and where.is_valid() else journey.town
    if (
        town
        and (right := catchment.kind_for(what, town, on=timezone.localdate()))
        and right != what
    ):
        path = reverse(
            "appointments:for_somebody", kwargs={"desk": right.desk.slug, "kind": right.slug}
        )
        return redirect(f"{path}?for={whose}&how={mode}&town={town.code}")
    form = ForSomebodyForm(request.POST or None, whose=whose, home=mode == "home")
    times: list[Any] = []
    sessions: list[Any] = []
    if what.is_group:
        sessions = slots.sessions(what, at=at)
    else:
        times = _times(journey, mode, town, at)
    if request.method == "POST" and _made(request, form, what, mode, town, at):
        return redirect("appointments:booking", pk=form.done.pk)
    context = {
        "kind": what,
        "desk": what.desk,
        "journey": journey,
        "form": form,
        "where": where,
        "town": town,
        "whose": whose,
        "whoses": Booking.Whose.choices,
        "mode": CODES[mode],
        "times": times,
        "sessions": sessions,
        "chosen": request.POST.get("time", ""),
        "crumbs": [
            (_("予約"), reverse("appointments:day")),
            (_("代わりに予約する"), reverse("appointments:choose")),
            (what.name, ""),
        ],
    }
    return render(request, "appointments/staff/for_somebody.html", context)


def _times(journey: Journey, mode: str, town: Any, at: Any) -> list[Any]:
    free = slots.search(
        kind=journey.kind, first=journey.first,
        last=journey.first + timedelta(days=SHOWN_DAYS), at=at, mode=mode, town=town,
        by_staff=True,
    )  # fmt: skip
    return free.times()[:80]


def _made(
    request: HttpRequest, form: ForSomebodyForm, kind: Kind, mode: str, town: Any, at: Any
) -> bool:
    text, _colon, who = request.POST.get("time", "").partition(":")
    if not form.is_valid():
        return False
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        form.add_error(None, _("日時を選んでください。"))
        return False
    if kind.is_group:
        session = kind.sessions.filter(pk=int(text)).first()
        if session is None:
            form.add_error(None, _("日時を選んでください。"))
            return False
        return form.attempt(bookings.book_seat, session=session, by=request.user, at=at)
    worker = Worker.objects.filter(desk=kind.desk_id, pk=who).first() if len(who) == 36 else None
    return form.attempt(
        bookings.book, kind=kind, starts_at=moment(int(text)), mode=mode, town=town,
        worker=worker, by=request.user, at=at,
    )  # fmt: skip
