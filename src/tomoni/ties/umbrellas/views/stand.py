"""The page behind the QR code: take one, bring one back, give one – in five kinds of words.

The page itself is the same for everybody and is kept (web/cache.py): in a shower the whole bus
opens it at once. So it holds no form's secret; a press needs none, because nobody is signed in
here and the code of the stand is all it takes. What comes after the press is one's own.
"""

import secrets
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.ground.people.lockout import sender_mark
from tomoni.ties.umbrellas.actions import moving, pressing
from tomoni.ties.umbrellas.forms.stand import PressForm
from tomoni.ties.umbrellas.models import Move, Station
from tomoni.ties.umbrellas.queries import stands
from tomoni.ties.umbrellas.rules.languages import BY_ADDRESS, DJANGO, NAMES, OWN, wanted
from tomoni.ties.umbrellas.rules.pressing import UNDO_WITHIN

DEVICE, MONTH = "umbrella", 30 * 24 * 3600


@public
@never_cache
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code holds: on to the stand, in the language the phone asks for."""
    chosen = request.COOKIES.get("lang", "")
    lang = chosen if chosen in NAMES else wanted(request.headers.get("Accept-Language", ""))
    answer = redirect(address("stand", "" if lang in ("ja", chosen) else lang, code=code.upper()))
    answer["Vary"] = "Accept-Language, Cookie"
    return answer


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stand(request: HttpRequest, code: str, lang: str = "") -> HttpResponse:
    """How many are here, and the three buttons; of a stand that has closed, where to go instead:
    its paper may still hang there."""
    station = Station.objects.filter(code=code).first()
    if station is None:
        return _unknown(request, "stand", lang, code=code)
    problem = ""
    if request.method == "POST":
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise PermissionDenied("pressed on another site")
        device, is_known = _device(request)
        with translation.override(_speech(request, lang)):
            form = PressForm(request.POST)
            if form.attempt(
                pressing.press, station=station, device=_mark(device), guise=_guise(request),
                sender=sender_mark(request, now(), "umbrellas"), is_known=is_known, at=now(),
            ):  # fmt: skip
                answer = redirect(address("proof", lang, pk=form.done.pk))
                _keep_device(answer, device)
                return answer
            problem = next((str(rows[0]) for rows in form.errors.values()), "")
            station.refresh_from_db()
    context = {
        "station": station,
        "near": stands.near(station, act=_looked_for(station)),
        "problem": problem,
        "title_page": "stand",
    }
    return _show(request, "stand", lang, context, code=code)


def _looked_for(station: Station) -> str:
    """What somebody here looks for elsewhere: an umbrella, unless there are some or the stand is gone."""
    if station.closed_on or (station.count and station.lends):
        return ""
    return "borrow"


@public
@never_cache
@require_safe
def proof(request: HttpRequest, pk: UUID, lang: str = "") -> HttpResponse:
    """What was noted, with its number; the way to take it back, and one more."""
    return _proof(request, pk, lang)


@public
@never_cache
@require_POST
def undo(request: HttpRequest, pk: UUID, lang: str = "") -> HttpResponse:
    """A wrong press is taken back."""
    move = get_object_or_404(_pressed(), pk=pk)
    with translation.override(_speech(request, lang)):
        try:
            moving.undo(id=uuid4(), move=move, by=None, at=now())
        except Refused as no:
            return _proof(request, pk, lang, problem=no.sentence)
    return redirect(address("proof", lang, pk=pk))


def _unknown(request: HttpRequest, page: str, lang: str, **parts: Any) -> HttpResponse:
    """An old paper, a letter misread, half an address: in the reader's words, with the way on."""
    context = {"station": None, "is_slip": page == "proof", "near": []}
    answer = _show(request, "unknown", lang, context, page_of=page, **parts)
    answer.status_code = 404
    return answer


def _pressed() -> Any:
    """Moves that were noted at a stand or by a shop; what staff write has no page outside."""
    rows = Move.objects.filter(kind__in=pressing.ACTS, by=None)
    return rows.select_related("source", "target", "umbrella", "undone_by")


def _proof(request: HttpRequest, pk: UUID, lang: str, problem: str = "") -> HttpResponse:
    move = _pressed().filter(pk=pk).first()
    if move is None:
        return _unknown(request, "proof", lang, pk=pk)
    at = now()
    station = move.station
    context = {
        "move": move, "station": station, "problem": problem, "token": uuid4(),
        "is_undone": hasattr(move, "undone_by"), "until": move.at + UNDO_WITHIN,
        "may_undo": not hasattr(move, "undone_by") and at <= move.at + UNDO_WITHIN,
        "near": stands.near(station, act="return") if move.kind == "borrow" else [],
        "more_at": address("stand", lang, code=station.code),
        "undo_at": address("undo", lang, pk=pk),
    }  # fmt: skip
    answer = _show(request, "proof", lang, context, pk=pk)
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _show(
    request: HttpRequest, page: str, lang: str, context: dict[str, Any], page_of: str = "",
    **parts: Any,
) -> HttpResponse:  # fmt: skip
    display = request.display  # type: ignore[attr-defined]
    reading = lang or display.language
    of_site = "en" if lang in OWN else lang
    if lang:
        display = request.display = replace(display, language=of_site)  # type: ignore[attr-defined]
    context |= {
        "lang": lang,
        "reading": reading,
        "html_lang": "ja" if reading == "ja-easy" else reading,
        "speech": _speech(request, lang),
        "others": [
            (code, name, address(page_of or page, code, **parts), code == reading)
            for code, name in NAMES.items()
        ],
        "name": context["station"].named(reading) if context["station"] else "",
        "desk_phone": city().phone_for("tourism"),
        "of_site": of_site,
        "list_at": reverse("umbrellas:index") + (f"?lang={of_site}" if lang else ""),
    }
    with translation.override(_speech(request, lang)):
        answer = render(request, f"umbrellas/stand/{page}.html", context)
    answer["Content-Language"] = context["html_lang"]
    return answer


def address(page: str, lang: str, **parts: Any) -> str:
    """The address of a page: its language is a part of it, but for Japanese."""
    if lang in BY_ADDRESS:
        return reverse(f"umbrellas:{page}_in", kwargs={**parts, "lang": lang})
    found = reverse(f"umbrellas:{page}", kwargs=parts)
    return f"{found}?lang={lang}" if lang else found


def _speech(request: HttpRequest, lang: str) -> str:
    """What Django calls the language of the page."""
    return DJANGO[lang] if lang else request.display.language  # type: ignore[attr-defined]


def _device(request: HttpRequest) -> tuple[str, bool]:
    """The device's number, drawn by lot and signed by us; and whether it brought one."""
    word, _sep, seal = request.COOKIES.get(DEVICE, "")[:90].partition(".")
    if word and constant_time_compare(seal, _seal(word)):
        return word, True
    return secrets.token_urlsafe(12).replace(".", ""), False


def _mark(word: str) -> str:
    """What the record keeps: a mark that cannot be read back."""
    return salted_hmac("tomoni.umbrellas.device", word, algorithm="sha256").hexdigest()[:32]


def _guise(request: HttpRequest) -> str:
    """The device as it looks from here: its address of the day and what it says about itself."""
    agent = request.headers.get("User-Agent", "")[:300]
    return _mark(f"{sender_mark(request, now(), 'umbrellas.device')} {agent}")


def _seal(word: str) -> str:
    return salted_hmac("tomoni.umbrellas.cookie", word, algorithm="sha256").hexdigest()[:32]


def _keep_device(answer: HttpResponse, device: str) -> None:
    """The cookie goes to the pages of stands only, so that all other pages stay kept."""
    answer.set_cookie(
        DEVICE, f"{device}.{_seal(device)}", max_age=MONTH, path="/umbrellas/q/", httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
