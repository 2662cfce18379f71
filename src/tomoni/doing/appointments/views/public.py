"""Making an appointment without an account: one question a page, and a check before it is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.doing.appointments.actions import booking, for_somebody
from tomoni.doing.appointments.forms.public import DetailsForm, TownForm
from tomoni.doing.appointments.models import Booking, Desk, Kind
from tomoni.doing.appointments.queries import catchment, slots
from tomoni.doing.appointments.views.journey import Journey
from tomoni.ground.people import acting
from tomoni.ground.people.acting import Act
from tomoni.ground.people.lockout import sender_mark
from tomoni.ground.people.models import Scope


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is it about: all desks with what can be booked there."""
    kinds = (
        Kind.objects.filter(closed_on=None, is_talk=False, desk__closed_on=None)
        .select_related("desk")
        .order_by("desk__order", "desk__name", "order", "name")
    )
    desks: dict[Desk, list[Kind]] = {}
    families: set[str] = set()
    for kind in kinds:
        desk = kind.desk
        if desk.family and desk not in desks:
            if desk.family in families:
                continue  # The address leads to the right one of them.
            families.add(desk.family)
        desks.setdefault(desk, []).append(kind)
    context = {"desks": desks, "crumbs": [(_("会う時間を予約する"), "")]}
    return render(request, "appointments/start.html", context)


@public
@require_safe
def any_trouble(request: HttpRequest) -> HttpResponse:
    """Straight to the comprehensive desk, for whoever does not know where to turn."""
    what = (
        Kind.objects.filter(
            closed_on=None, is_talk=False, desk__closed_on=None,
            desk__team__is_comprehensive_desk=True,
        )
        .select_related("desk")
        .order_by("desk__order", "order", "name")
        .first()
    )  # fmt: skip
    if what is None:  # A town without such a desk on the screen shows all its desks.
        return redirect("appointments:start")
    return redirect("appointments:book", desk=what.desk.slug, kind=what.slug)


@public
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """One desk: what can be booked, where it is, its telephone."""
    found = get_object_or_404(Desk.objects.select_related("team", "place"), slug=slug)
    if found.closed_on:
        return closed(request, found)
    context = {
        "desk": found,
        "kinds": found.kinds.filter(closed_on=None, is_talk=False).order_by("order", "name"),
        "crumbs": [(_("会う時間を予約する"), "/book/"), (local_name(request, found), "")],
    }
    return render(request, "appointments/desk.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, desk: str, kind: str) -> HttpResponse:
    """The next open question; the last one leads to the check page and the receipt."""
    what = kind_at(desk, kind)
    if what.closed_on or what.desk.closed_on:
        return closed(request, what.desk, what)
    act = acting.asked(request, Scope.BOOK)
    if act and act.why_not:
        return acting.refused(request, act.why_not)
    journey = Journey.read(request, what, act)
    if journey.town and (answer := _right_desk(request, journey)):
        return answer
    question = journey.next
    if question == "where":
        return _where(request, journey)
    if question == "you":
        return _you(request, journey, act)
    context = _context(request, journey)
    if question == "when":
        at = timezone.now()
        if what.is_group:
            context["sessions"] = slots.sessions(what, at=at)
        else:
            days, earlier, later = journey.days(at)
            context["days"] = [
                (day.day, [(time, journey.url(at=time.key)) for time in day.times]) for day in days
            ]
            context["earlier"] = journey.url(**{"from": earlier.isoformat()}) if earlier else ""
            context["later"] = journey.url(**{"from": later.isoformat()}) if later else ""
    elif question == "who":
        context["choices"] = [
            (label, journey.url(**{"for": value})) for value, label in Booking.Whose.choices
        ]
    elif question == "how":
        context["choices"] = [(way.label, journey.url(how=way.code), way.icon) for way in what.ways]
    return render(request, f"appointments/ask_{question}.html", context)


def kind_at(desk: str, kind: str) -> Kind:
    """What the address names, also when it is not booked any more; 404 when there never was such."""
    found: Kind = get_object_or_404(
        Kind.objects.select_related("desk__team", "desk__place"),
        desk__slug=desk, slug=kind, is_talk=False,
    )  # fmt: skip
    return found


def closed(request: HttpRequest, desk: Desk, kind: Kind | None = None) -> HttpResponse:
    """Whoever kept the address reads that bookings have ended, where to go instead, and whom to ring."""
    gone = kind if kind and not desk.closed_on else desk
    context = {
        "desk": desk,
        "gone": gone,
        "crumbs": [(_("会う時間を予約する"), "/book/"), (local_name(request, gone), "")],
    }
    return render(request, "appointments/closed.html", context, status=410)


def _right_desk(request: HttpRequest, journey: Journey) -> HttpResponse | None:
    """Whoever lives in another part of the city is led to the desk that answers there."""
    town = journey.town
    if town is None:
        return None
    right = catchment.kind_for(journey.kind, town, on=timezone.localdate())
    if right is not None and right.pk == journey.kind.pk:
        return None
    if right is not None:
        return redirect(Journey(**{**journey.__dict__, "kind": right, "starts_at": None}).url())
    context = _context(request, journey) | {"town": town}
    return render(request, "appointments/no_desk.html", context)


def _where(request: HttpRequest, journey: Journey) -> HttpResponse:
    form = TownForm(request.POST or None, phone=journey.kind.desk.phone)
    if form.is_bound and form.is_valid() and form.town:
        return redirect(journey.url(town=form.town.code))
    return render(
        request, "appointments/ask_where.html", _context(request, journey) | {"form": form}
    )


def _you(request: HttpRequest, journey: Journey, act: Act | None) -> HttpResponse:
    at = timezone.now()
    if request.method == "POST" and (why := acting.changed_meanwhile(request)):
        return acting.refused(request, why)
    form = DetailsForm(
        request.POST or None,
        initial=_own_contact(request) if act else {},
        person=act.person if act else None,
        consent=for_somebody.consent_words(act.hold()) if act else "",
        whose=journey.whose,
        home=journey.mode == "home",
        carried=journey.carried,
        language=request.display.language,  # type: ignore[attr-defined]
    )
    context = _context(request, journey) | {
        "form": form, "carried": journey.carried, "behalf_of": act.person if act else None,
    }  # fmt: skip
    if not request.POST or "edit" in request.POST or not form.is_valid():
        return render(request, "appointments/ask_you.html", context)
    if "confirm" in request.POST and _made(request, journey, form, at, act):
        return redirect(
            "appointments:receipt", key=link_keys.key_of("appointments.booking", form.done.pk)
        )
    if form.errors:
        return render(request, "appointments/ask_you.html", context)
    context["here"] = len(journey.questions) + 1
    return render(request, "appointments/check.html", context)


def _own_contact(request: HttpRequest) -> dict[str, str]:
    """How the delegate is reached, who hears of the appointment."""
    user: Any = request.user
    return {"name": user.name, "phone": user.phone, "email": user.email or ""}


def _made(
    request: HttpRequest, journey: Journey, form: DetailsForm, at: Any, act: Act | None
) -> bool:
    known: dict[str, Any] = {
        "by": request.user if request.user.is_authenticated else None,
        "at": at,
        "from_hash": sender_mark(request, at, "appointments.book"),
    }
    book, book_seat = booking.book, booking.book_seat
    if act:
        known |= {"ground": act.hold(), "person": act.person}
        book, book_seat = for_somebody.book, for_somebody.book_seat
    if journey.session:
        return form.attempt(book_seat, session=journey.session, **known)
    return form.attempt(
        book, kind=journey.kind, starts_at=journey.starts_at, mode=journey.mode,
        town=journey.town, **known,
    )  # fmt: skip


def _context(request: HttpRequest, journey: Journey) -> dict[str, Any]:
    kind = journey.kind
    starts = journey.session.starts_at if journey.session else journey.starts_at
    local = timezone.localtime(starts) if starts else None
    return {
        "journey": journey,
        "kind": kind,
        "desk": kind.desk,
        "steps": journey.titles(),
        "here": journey.here,
        "answers": journey.answers(),
        "day": local.date() if local else None,
        "minute": local.hour * 60 + local.minute if local else None,
        "other_time": journey.url(at="", session=""),
        "crumbs": [
            (_("会う時間を予約する"), "/book/"),
            (local_name(request, kind.desk), f"/book/{kind.desk.slug}/"),
            (local_name(request, kind), ""),
        ],
    }


def local_name(request: HttpRequest, thing: Any) -> str:
    """The name in the reader's language, else in Japanese."""
    language = request.display.language  # type: ignore[attr-defined]
    ending = {"ja-easy": "_easy", "en": "_en"}.get(language, "")
    return str(getattr(thing, f"name{ending}", "") or thing.name)
