"""What somebody does with their own appointment through their link: read, move, cancel, take along."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import dates, link_keys
from tomoni.core.access import public
from tomoni.core.forms import Form
from tomoni.doing.appointments.actions import changing, telling
from tomoni.doing.appointments.models import Booking, BusyCalendar
from tomoni.doing.appointments.queries import feeds, slots
from tomoni.doing.appointments.queries.slots import Time
from tomoni.doing.appointments.rules import booking as rules
from tomoni.doing.appointments.rules import calendars
from tomoni.doing.appointments.rules.minutes import moment
from tomoni.doing.appointments.views.journey import SHOWN_DAYS
from tomoni.doing.appointments.views.public import local_name
from tomoni.ground.people.contacts import Contact


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """The number, what to bring, what happens next, and the ways to change it."""
    found = _own(key)
    at = timezone.now()
    context = {
        "booking": found,
        "contact": Contact.of(found.contact),
        "concerned": Contact.of(found.concerned),
        "key": key,
        "late": _why_not(found, at),
        "is_past": found.starts_at <= at,
        "print_qr": True,
        "crumbs": [(_("会う時間を予約する"), "/book/"), (_("受付票"), "")],
    }
    return render(request, "appointments/receipt.html", context)


@public
@never_cache
@require_safe
def as_ics(request: HttpRequest, key: str) -> HttpResponse:
    """The appointment for one's own calendar; a later one with the same UID replaces it."""
    found = _own(key)
    entry = feeds.entry(
        found, title=local_name(request, found.kind), url=telling.url_of("booking", found.pk)
    )
    answer = HttpResponse(
        calendars.as_ical([entry], name=local_name(request, found.desk)),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    return answer


@public
@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Choose another time, then say yes to it."""
    found = _own(key)
    at = timezone.now()
    form = Form(request.POST if request.method == "POST" else None)
    text = request.GET.get("at", "")
    chosen = moment(int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else None
    if chosen and form.attempt(
        changing.move, booking=found, starts_at=chosen, by=_by(request), at=at, through_link=True
    ):
        return redirect("appointments:receipt", key=key)
    days, later = _days(request, found, at)
    local = timezone.localtime(chosen) if chosen else None
    context = {
        "booking": found,
        "key": key,
        "form": form,
        "late": _why_not(found, at),
        "days": days,
        "later": later,
        "day": local.date() if local else None,
        "minute": local.hour * 60 + local.minute if local else None,
        "crumbs": [(_("受付票"), f"/book/r/{key}/"), (_("日時を変える"), "")],
    }
    return render(request, "appointments/move.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Call it off; opening the page changes nothing."""
    found = _own(key)
    at = timezone.now()
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(changing.cancel, booking=found, by=_by(request), at=at, through_link=True):
        return redirect("appointments:receipt", key=key)
    context = {
        "booking": found,
        "key": key,
        "form": form,
        "late": _why_not(found, at),
        "crumbs": [(_("受付票"), f"/book/r/{key}/"), (_("取りやめる"), "")],
    }
    return render(request, "appointments/cancel.html", context)


@public
@never_cache
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """A worker's appointments as a calendar; the key is in the address, no person is in the file."""
    row = get_object_or_404(
        BusyCalendar.objects.select_related("user"),
        feed_digest=link_keys.digest_of(key),
        user__is_active=True,
    )
    text = calendars.as_ical(feeds.of_user(row.user, at=timezone.now()), name=_("予約"))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _own(key: str) -> Booking:
    return get_object_or_404(
        Booking.objects.select_related(
            "kind", "desk__team", "desk__place", "worker__user", "room", "town", "session"
        ),
        digest=link_keys.digest_of(key),
    )


def _by(request: HttpRequest) -> object:
    return request.user if request.user.is_authenticated else None


def _why_not(found: Booking, at: object) -> str | None:
    hours = 0 if found.wants_new_time else found.kind.change_hours
    return rules.why_not_change(
        live=found.is_live, starts_at=found.starts_at, at=at, change_hours=hours,
        phone=found.desk.phone,
    )  # fmt: skip


def _days(
    request: HttpRequest, found: Booking, at: object
) -> tuple[list[tuple[date, list[Time]]], str]:
    today = timezone.localdate(at)
    first = dates.read_date(request.GET.get("from", "")[:20]).value or today
    ends = today + timedelta(days=found.kind.most_days)
    first = min(max(first, today), ends)
    last = min(first + timedelta(days=SHOWN_DAYS - 1), ends)
    free = slots.search(
        kind=found.kind, first=first, last=last, at=at, mode=found.mode, town=found.town
    )
    days: dict[date, list[Time]] = {}
    for time in free.times():
        days.setdefault(time.day, []).append(time)
    later = last + timedelta(days=1)
    return list(days.items()), later.isoformat() if later <= ends else ""
