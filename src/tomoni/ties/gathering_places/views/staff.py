"""Staff: wishes by town on the list and the map, offers, pairs to decide on, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.ties.gathering_places import access, forms, queries
from tomoni.ties.gathering_places.access import Ability
from tomoni.ties.gathering_places.actions import deciding
from tomoni.ties.gathering_places.models import Wish


@dataclass(frozen=True)
class Deed:
    """An act as its button says it, its form, and what it does."""

    title: str | Promise
    icon: str
    form: type[Any]
    action: Callable[..., Any]


DEEDS = {
    "show": Deed(gettext_lazy("掲示板に出す"), "megaphone", forms.ShowForm, deciding.show),
    "hide": Deed(gettext_lazy("掲示板から下げる"), "eye", forms.NoForm, deciding.hide),
    "answer": Deed(gettext_lazy("返事をして終える"), "send", forms.AnswerForm, deciding.answer),
}
BECAME = Deed(
    gettext_lazy("居場所ができたと知らせる"), "sparkles", forms.BecameForm, deciding.became
)
WISH_DEEDS = {**DEEDS, "became": BECAME}
CHOICES = {
    "accept": Deed(gettext_lazy("紹介する"), "handshake", forms.ReasonForm, deciding.accept),
    "decline": Deed(gettext_lazy("合わない"), "x", forms.ReasonForm, deciding.decline),
}


@needs(Ability.WORK)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everything open: `?all=1` shows what has its answer too."""
    wishes, venues = access.wishes_of(request.user), access.venues_of(request.user)
    every = bool(request.GET.get("all"))
    if not every:
        wishes, venues = wishes.open(), venues.open()
    groups = queries.by_town(queries.wishes(wishes))
    context = {
        "groups": groups,
        "points": [group for group in groups if group.town],
        "venues": queries.venues(venues),
        "pairs": queries.suggestions(),
        "every": every,
        "crumbs": [(_("居場所をつくる"), "")],
    }
    return render(request, "gathering_places/staff/desk.html", context)


@needs(Ability.WORK)
@require_safe
def wish(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.wishes(access.wishes_of(request.user)), pk=pk)
    pairs = queries.suggestions(wish=found) if found.is_open else []
    return _page(request, found, WISH_DEEDS, pairs)


@needs(Ability.WORK)
@require_safe
def venue(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.venues(access.venues_of(request.user)), pk=pk)
    pairs = queries.suggestions(venue=found) if found.is_open else []
    return _page(request, found, DEEDS, pairs)


def _page(
    request: HttpRequest, thing: Any, deeds: dict[str, Deed], pairs: list[queries.Pair]
) -> HttpResponse:
    offered = {code: deed for code, deed in deeds.items() if code != "hide" or thing.is_shown}
    context = {
        "thing": thing,
        "is_wish": isinstance(thing, Wish),
        "deeds": offered.items() if thing.is_open else (),
        "pairs": pairs,
        "decided": thing.matches.select_related("wish__town", "venue__town", "decided_by"),
        "crumbs": _crumbs(thing.number),
    }
    return render(request, "gathering_places/staff/thing.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def wish_act(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    found = get_object_or_404(access.wishes_of(request.user).select_related("baton"), pk=pk)
    back = reverse("gathering_places:wish_page", kwargs={"pk": pk})
    known = {"wish": found} if code == "became" else {"thing": found}
    return _act(request, WISH_DEEDS, code, back, found, known)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def venue_act(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    found = get_object_or_404(access.venues_of(request.user).select_related("baton"), pk=pk)
    back = reverse("gathering_places:offer_page", kwargs={"pk": pk})
    return _act(request, DEEDS, code, back, found, {"thing": found})


def _act(
    request: HttpRequest, deeds: dict[str, Deed], code: str, back: str, thing: Any,
    known: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    if code not in deeds:
        raise Http404(code)
    deed = deeds[code]
    initial = {"words": thing.shown_text or thing.text} if code == "show" else {}
    form = deed.form(request.POST if request.method == "POST" else None, initial=initial)
    if form.attempt(deed.action, by=request.user, at=now(), **known):
        messages.success(request, _("記録しました。"))
        return redirect(back)
    context = {
        "form": form,
        "title": deed.title,
        "thing": thing,
        "back": back,
        "crumbs": _crumbs(deed.title),
    }
    return render(request, "gathering_places/staff/form.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, wish: UUID, venue: UUID) -> HttpResponse:
    """One pair side by side with its five reasons; accept it or say why not."""
    wanted = get_object_or_404(queries.wishes(access.wishes_of(request.user)), pk=wish)
    room = get_object_or_404(queries.venues(access.venues_of(request.user)), pk=venue)
    choice = CHOICES.get(request.POST.get("answer", ""), CHOICES["decline"])
    form = choice.form(request.POST or None)
    if form.attempt(choice.action, wish=wanted, venue=room, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("gathering_places:wish_page", pk=wanted.pk)
    context = {
        "form": form,
        "pair": queries.Pair(wanted, room, queries.fit_of(wanted, room)),
        "choices": CHOICES.items(),
        "back": reverse("gathering_places:wish_page", kwargs={"pk": wanted.pk}),
        "crumbs": _crumbs(_("合いそうな場所")),
    }
    return render(request, "gathering_places/staff/match.html", context)


def _crumbs(title: Any) -> list[tuple[Any, str]]:
    return [(_("居場所をつくる"), reverse("gathering_places:desk")), (title, "")]
