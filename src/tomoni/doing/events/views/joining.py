"""Signing up for one date, and one's own page afterwards: both without an account."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.core.forms import Form
from tomoni.doing.events import access
from tomoni.doing.events.actions import (
    admitting,
    for_somebody,
    joining,
    parties,
    turns,
    waiting,
)
from tomoni.doing.events.forms.joining import ChangeForm, JoinForm, SeatsForm
from tomoni.doing.events.models import Occurrence, Role, SignUp, Turn
from tomoni.doing.events.queries import crowd, saying
from tomoni.doing.events.queries import joining as queries
from tomoni.doing.events.queries import turns as waiting_turns
from tomoni.doing.events.turnstile import turnstile
from tomoni.ground.people import acting
from tomoni.ground.people.acting import Act
from tomoni.ground.people.models import Scope
from tomoni.web import prepared

HOLD_PATIENCE = 0.2  # Seconds; a form without kept seats is better than a form that comes late.
NOT_TYPED = ("csrfmiddlewaretoken", "token", "website", "behalf")


@public
@never_cache
@require_http_methods(["GET", "POST"])
@prepared.for_strangers(own=["hold"])
def join(request: HttpRequest, slug: str, pk: Any) -> HttpResponse:
    """First how many; their seats are kept while the names are written."""
    occurrence, roles = _date_and_roles(request, slug, pk)
    act = acting.asked(request, Scope.BOOK)
    if act and act.why_not:
        return acting.refused(request, act.why_not)
    series = occurrence.series
    role = next((one for one in roles if one.code == request.GET.get("role")), None)
    if request.method == "GET" and (why := _why_closed(roles)):  # What was typed is not lost.
        context = {**context_of(occurrence), "why": why}
        return render(request, "events/join_closed.html", context)
    text = request.GET.get("n", "")
    seats = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
    if role is None or not 1 <= seats <= series.most_in_party:
        return _ask_seats(request, occurrence, roles)
    if request.method == "POST" and (why := acting.changed_meanwhile(request)):
        return acting.refused(request, why)
    return _ask_names(request, occurrence, role, seats, act)


def _why_closed(roles: list[Role]) -> str:
    try:
        for role in roles[:1]:
            admitting.may(role, by_staff=False, at=timezone.now())
    except Refused as no:
        return no.sentence
    return ""


def _ask_seats(request: HttpRequest, occurrence: Occurrence, roles: list[Role]) -> HttpResponse:
    most = occurrence.series.most_in_party
    form = SeatsForm(request.POST or None, roles=roles, most=most, initial={"token": uuid4()})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        role = next(one for one in roles if one.code == said["role"])
        try:
            kept = _hold(request, role, said)
        except Refused as no:
            form.add_error(None, no.sentence)
        else:
            query = {"role": role.code, "n": said["seats"]}
            if kept:
                query["hold"] = f"{kept.number}.{queries.key(kept)}"
            return redirect(f"{request.path}?{urlencode(query)}")
    context = {
        **context_of(occurrence),
        "form": form,
        "roles": [(one, queries.queue_of(one) if one.left == 0 else None) for one in roles],
    }
    return render(request, "events/join_seats.html", context)


def _hold(request: HttpRequest, role: Role, said: dict[str, Any]) -> SignUp | None:
    """Seats kept while the names are written; in a crowd none are, and nobody waits for that."""
    with turnstile.through(patience=HOLD_PATIENCE) as is_inside:
        if not is_inside or waiting_turns.somebody_waits(role):
            return None
        return joining.hold(
            role=role, seats=int(said["seats"]), by=_by(request), at=timezone.now(),
            client_id=str(said["token"] or ""),
        )  # fmt: skip


def _ask_names(
    request: HttpRequest, occurrence: Occurrence, role: Role, seats: int, act: Act | None
) -> HttpResponse:
    at = timezone.now()
    number, _dot, secret = request.GET.get("hold", "").partition(".")
    kept = queries.by_link(number, secret) if number else None
    form = JoinForm(
        request.POST or None, series=occurrence.series, seats=seats, initial=_own_contact(request, act),
        language=request.display.language,  # type: ignore[attr-defined]
        person=act.person if act else None,
    )  # fmt: skip
    if act:  # Rare, and answered at once: the mandate is looked at now, not when a turn comes.
        known = {"ground": act.hold(), "person": act.person}
        action = for_somebody.sign_up
        done = form.attempt(action, role=role, held=kept, by=_by(request), at=at, **known)
    else:
        done = form.is_bound and form.is_valid() and _sent(request, form, role, kept, at)
    if done:
        return _goes_on(form.done)
    is_kept = bool(kept and kept.status == SignUp.Status.HELD and kept.held_until > at)
    role.refresh_from_db(fields=["taken"])
    is_full = not is_kept and role.left is not None and role.left < seats
    context = {
        **context_of(occurrence),
        "form": form,
        "role": role,
        "seats": seats,
        "kept_until": timezone.localtime(kept.held_until) if is_kept and kept else None,
        "line": queries.queue_of(role) if is_full else None,
        "behalf_of": act.person if act else None,
    }
    return render(request, "events/join_names.html", context)


def _sent(request: HttpRequest, form: JoinForm, role: Role, kept: SignUp | None, at: Any) -> bool:
    """A sign-up at once; or a turn, when others write at this moment or came before."""
    known = {"role": role, "held": kept, "by": _by(request), "at": at}
    with turnstile.through() as is_inside:
        if is_inside and not waiting_turns.somebody_waits(role):
            return form.attempt(joining.sign_up, **known)
    typed = {name: text for name, text in request.POST.items() if name not in NOT_TYPED}
    return form.attempt(turns.take, typed=typed, **known)


def _goes_on(done: SignUp | Turn) -> HttpResponse:
    if isinstance(done, Turn):
        return redirect("events:turn", pk=done.pk, key=waiting_turns.key(done))
    return redirect("events:sign_up", number=done.number, key=queries.key(done))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The number, the place in the line, the two buttons of an offer, and the way out."""
    found = _own(number, key)
    at = timezone.now()
    form = Form(request.POST if request.method == "POST" else None)
    deeds = {"accept": waiting.accept, "pass": waiting.pass_on, "cancel": parties.cancel}
    if (deed := deeds.get(request.POST.get("do", ""))) and form.attempt(
        deed, sign_up=found, by=_by(request), at=at
    ):
        return redirect("events:sign_up", number=number, key=key)
    if request.method == "POST":
        found = _own(number, key)
    occurrence = found.role.occurrence
    context = {
        **context_of(occurrence),
        "sign_up": found,
        "key": key,
        "form": form,
        "guests": list(found.attendees.all()),
        "answers": found.answers or {},
        "place": queries.place_of(found) if found.status == "waiting" else None,
        "until": timezone.localtime(found.held_until) if found.held_until else None,
        "is_over": occurrence.starts_at <= at,
        "is_alive": found.status in SignUp.ALIVE,
    }
    own = {
        "own_title": escape(f"{_('受付票')} {found.number}"),
        "own_part": render_to_string("events/parts/sign_up.html", context, request),
    }
    return prepared.around(
        request, "events/own.html", lambda: context, own=own, key=("receipt", occurrence.pk)
    )


@public
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """More, fewer or other people."""
    found = _own(number, key)
    most = found.role.occurrence.series.most_in_party
    text = request.GET.get("n", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else found.seats
    seats = min(max(asked, 1), max(most, found.seats))
    form = ChangeForm(request.POST or None, sign_up=found, seats=seats)
    if form.attempt(parties.change, sign_up=found, by=_by(request), at=timezone.now()):
        return redirect("events:sign_up", number=number, key=key)
    context = {
        **context_of(found.role.occurrence),
        "sign_up": found,
        "key": key,
        "form": form,
        "seats": seats,
        "choices": range(1, max(most, found.seats) + 1),
    }
    return render(request, "events/sign_up_change.html", context)


def _date_and_roles(request: HttpRequest, slug: str, pk: Any) -> tuple[Occurrence, list[Role]]:
    """Read once a second for all forms of strangers; anew for pages and for who is signed in."""
    if request.method == "GET" or request.user.is_authenticated:
        occurrence = date_or_404(request, slug, pk)
        return occurrence, queries.roles_of(occurrence)
    rows = access.visible_occurrences(request.user, timezone.localdate())
    if (found := crowd.date_and_roles(rows, slug, pk)) is None:
        raise Http404
    return found


def date_or_404(request: HttpRequest, slug: str, pk: Any) -> Occurrence:
    """A date this reader may open."""
    rows = access.visible_occurrences(request.user, timezone.localdate())
    rows = rows.select_related("series__organisation", "series__venue", "venue")
    return get_object_or_404(rows, series__slug=slug, pk=pk)


def _own(number: str, key: str) -> SignUp:
    if (found := queries.by_link(number, key)) is None:
        raise Http404
    return found


def context_of(occurrence: Occurrence) -> dict[str, Any]:
    """What every page about one date shows."""
    local = timezone.localtime(occurrence.starts_at)
    words = saying.words_of(occurrence, get_language() or "ja")
    return {
        "occurrence": occurrence,
        "words": words,
        "series": occurrence.series,
        "day": local.date(),
        "minute": local.hour * 60 + local.minute,
        "crumbs": [
            (_("催しカレンダー"), reverse("events:index")),
            (words.title, _page_of(occurrence)),
            (_("申し込み"), ""),
        ],
    }


def _page_of(occurrence: Occurrence) -> str:
    return reverse("events:occurrence", args=[occurrence.series.slug, occurrence.pk])


def _own_contact(request: HttpRequest, act: Act | None) -> dict[str, str]:
    """The person's name, and how the delegate who acts for them is reached."""
    user: Any = request.user
    if not user.is_authenticated:
        return {}
    return {
        "name": act.person.name if act else user.name,
        "phone": user.phone,
        "email": user.email or "",
    }


def _by(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
