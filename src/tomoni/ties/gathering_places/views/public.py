"""The board of wishes and rooms, the forms without account, the precedents and the starter kit."""

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.ground.people.lockout import sender_mark
from tomoni.ties.gathering_places import papers, queries
from tomoni.ties.gathering_places.actions import sending
from tomoni.ties.gathering_places.forms import MeTooForm, VenueForm, WishForm
from tomoni.ties.gathering_places.models import ModelDistrict, Venue, Wish
from tomoni.ties.gathering_places.rules.matching import SENTENCES
from tomoni.town.places.queries.hand import in_hand

MOST = 200
DEVICE, YEAR = "gathering", 365 * 24 * 3600


@public
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is wished and what is offered, by town; `?town=` narrows it."""
    town = request.GET.get("town", "")[:20]
    wishes, venues = Wish.objects.on_board(), Venue.objects.on_board()
    towns = queries.towns_of(wishes, venues)
    if town:
        wishes, venues = wishes.filter(town__code=town), venues.filter(town__code=town)
    context = {
        "groups": queries.by_town(queries.wishes(wishes)[:MOST]),
        "venues": queries.venues(venues)[:MOST],
        "towns": towns,
        "town": town,
        "desk": queries.adviser_desk(),
        "has_districts": ModelDistrict.objects.filter(is_shown=True).exists(),
        "crumbs": [(_("居場所をつくる"), "")],
    }
    return render(request, "gathering_places/board.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    return _ask(request, WishForm, sending.wish, "wish")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    return _ask(request, VenueForm, sending.offer, "offer")


def _ask(request: HttpRequest, form_class: Any, action: Any, word: str) -> HttpResponse:
    form = form_class(request.POST or None, language=request.display.language)  # type: ignore[attr-defined]
    if form.attempt(action, from_hash=_mark(request), by=_account(request), at=now()):
        return redirect(f"gathering_places:{word}_receipt", token=form.done.token)
    titles = {"wish": _("こんな場所がほしい"), "offer": _("場所を貸せます")}
    context = {"form": form, "title": titles[word], "word": word, "crumbs": _crumbs(titles[word])}
    return render(request, "gathering_places/send.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def me_too(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One wish, with the button for whoever would like it too.

    The device keeps a number drawn by lot, on these addresses only; without it the form's own
    number counts, so that nobody needs a cookie to be heard.
    """
    found = get_object_or_404(queries.wishes(Wish.objects.on_board()), pk=pk)
    language = request.display.language  # type: ignore[attr-defined]
    form = MeTooForm(request.POST or None, language=language)
    device = request.COOKIES.get(DEVICE, "")[:64] or request.POST.get("token", "")[:64]
    if form.attempt(
        sending.me_too, wish=found, device=device or secrets.token_urlsafe(16),
        from_hash=_mark(request), by=_account(request), at=now(),
    ):  # fmt: skip
        messages.success(request, _("届きました。ありがとうございます。"))
        return redirect("gathering_places:me_too", pk=pk)
    context = {"wish": found, "form": form, "crumbs": _crumbs(_("居場所の希望"))}
    answer = render(request, "gathering_places/wish.html", context)
    if not request.COOKIES.get(DEVICE):
        answer.set_cookie(
            DEVICE, secrets.token_urlsafe(16), max_age=YEAR, path=reverse("gathering_places:board"),
            httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


@public
@never_cache
@require_http_methods(["GET", "POST"])
def wish_receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    return _receipt(request, get_object_or_404(queries.wishes(Wish.objects.all()), token=token))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def offer_receipt(request: HttpRequest, token: UUID) -> HttpResponse:
    return _receipt(request, get_object_or_404(queries.venues(Venue.objects.all()), token=token))


def _receipt(request: HttpRequest, thing: Any) -> HttpResponse:
    """The number, who has it in hand, later the answer; and the button to take it back."""
    if request.method == "POST":
        try:
            sending.take_back(thing=thing, by=_account(request), at=now())
            messages.success(
                request, _("取り下げました。知らせてくださって、ありがとうございます。")
            )
        except Refused as no:
            messages.warning(request, no.sentence)
        return redirect(request.path)
    context = {
        "thing": thing,
        "is_wish": isinstance(thing, Wish),
        "hand": in_hand(thing.baton, on=localdate()),
        "print_qr": True,
        "crumbs": _crumbs(_("受付票")),
    }
    answer = render(request, "gathering_places/receipt.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@public
@require_safe
def precedents(request: HttpRequest) -> HttpResponse:
    """How others began, each with its source."""
    context = {
        "title": _("ほかの人は、どう始めたか"),
        "entries": queries.told("precedents"),
        "crumbs": _crumbs(_("ほかの人は、どう始めたか")),
    }
    return render(request, "gathering_places/told.html", context)


@public
@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """The checklist for beginners: rules, insurance, licences, money; and how pairs are found."""
    context = {
        "title": _("居場所をはじめるための手引き"),
        "checked": queries.kit(),
        "is_kit": True,
        "sentences": SENTENCES,
        "desk": queries.adviser_desk(),
        "crumbs": _crumbs(_("居場所をはじめるための手引き")),
    }
    return render(request, "gathering_places/told.html", context)


@public
@require_safe
def kit_pdf(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(papers.kit(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="ibasho-kit.pdf"'
    return answer


def _account(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _mark(request: HttpRequest) -> str:
    return sender_mark(request, now(), "gathering_places")


def _crumbs(title: Any) -> list[tuple[Any, str]]:
    return [(_("居場所をつくる"), reverse("gathering_places:board")), (title, "")]
