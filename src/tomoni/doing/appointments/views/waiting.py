"""Waiting for a free time, and answering an offer; both without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.doing.appointments.actions import waiting
from tomoni.doing.appointments.forms.public import WaitForm
from tomoni.doing.appointments.models import WaitEntry
from tomoni.doing.appointments.views.journey import Journey
from tomoni.doing.appointments.views.public import closed, kind_at, local_name
from tomoni.ground.people.lockout import sender_mark


@public
@never_cache
@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest, desk: str, kind: str) -> HttpResponse:
    """No time fits: say which days would."""
    what = kind_at(desk, kind)
    if what.closed_on or what.desk.closed_on:
        return closed(request, what.desk, what)
    journey = Journey.read(request, what)
    at = timezone.now()
    form = WaitForm(request.POST or None)
    form.needs_address = journey.mode == "home"
    if form.attempt(
        waiting.wait,
        kind=what,
        mode=journey.mode or what.ways[0].code,
        town=journey.town,
        session=journey.session,
        by=request.user if request.user.is_authenticated else None,
        at=at,
        language=request.display.language,  # type: ignore[attr-defined]
        from_hash=sender_mark(request, at, "appointments.book"),
    ):
        return redirect(
            "appointments:wait_receipt", key=link_keys.key_of("appointments.wait", form.done.pk)
        )
    context = {
        "form": form,
        "kind": what,
        "desk": what.desk,
        "crumbs": [
            (_("会う時間を予約する"), "/book/"),
            (local_name(request, what), journey.url()),
            (_("空きを待つ"), ""),
        ],
    }
    return render(request, "appointments/wait.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What one waits for; when a time is offered, the two buttons."""
    entry = get_object_or_404(
        WaitEntry.objects.select_related("kind__desk", "booking", "session"),
        digest=link_keys.digest_of(key),
    )
    at = timezone.now()
    form = Form(request.POST if request.method == "POST" else None)
    by = request.user if request.user.is_authenticated else None
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                made = waiting.accept(entry=entry, by=by, at=at)
                return redirect(
                    "appointments:receipt", key=link_keys.key_of("appointments.booking", made.pk)
                )
            waiting.decline(entry=entry, stop="stop" in request.POST, by=by, at=at)
            return redirect("appointments:wait_receipt", key=key)
        except Refused as no:
            form.is_valid()
            form.add_error(None, no.sentence)
            entry.refresh_from_db()
    local = timezone.localtime(entry.offered_starts_at) if entry.offered_starts_at else None
    ends = timezone.localtime(entry.offer_ends_at) if entry.offer_ends_at else None
    context = {
        "entry": entry,
        "form": form,
        "key": key,
        "day": local.date() if local else None,
        "minute": local.hour * 60 + local.minute if local else None,
        "ends": ends,
        "ends_minute": ends.hour * 60 + ends.minute if ends else None,
        "booking_key": link_keys.key_of("appointments.booking", entry.booking_id)
        if entry.booking_id
        else "",
        "crumbs": [(_("会う時間を予約する"), "/book/"), (_("空きを待つ"), "")],
    }
    return render(request, "appointments/wait_receipt.html", context)
