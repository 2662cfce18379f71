"""What everybody sees: the board, one shift, the form that asks for help, a certificate checked."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.doing.volunteering import access, papers, signing
from tomoni.doing.volunteering.actions import ask as ask_for
from tomoni.doing.volunteering.forms.public import AskForm, VerifyForm, slots
from tomoni.doing.volunteering.models import Kind, Need, Register, Skill
from tomoni.doing.volunteering.queries import board as queries
from tomoni.doing.volunteering.rules import certificates as rules
from tomoni.doing.volunteering.rules.hours import in_words
from tomoni.ground.people.lockout import sender_mark

PAGE = 40


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("ボランティア"), reverse("volunteering:board") if more else ""), *more]


@public
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Shifts that still come, by day; the filters stand in the address."""
    asked, at = queries.Asked.of(request.GET), timezone.now()
    among = access.public_shifts()
    page = Paginator(queries.shifts(among, asked, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked, "page": page, "days": queries.by_day(list(page.object_list)),
        "kinds": Kind.choices, "skills": Skill.choices, "slots": slots(), "towns": queries.towns(among, at),
        "spans": [(code, name) for code, (name, _days) in queries.WHEN.items()],
        "call": city().phones[0].phone, "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "volunteering/public/board.html", context)


@public
@require_safe
def shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One shift: what, when, where one meets, who may come, and the button."""
    found = get_object_or_404(access.public_shifts(), pk=pk)
    me = access.volunteer_of(request.user)
    context = {
        "shift": found, "need": found.need, "posts": list(found.posts.all()),
        "mine": found.turns.filter(volunteer=me).alive().first() if me else None,
        "is_over": found.ends_at <= timezone.now(),
        "training": dict(Register.choices).get(found.need.training, ""),
        "call": found.need.baton.hand.phone or city().phones[0].phone,
        "crumbs": crumbs((str(found), "")),
    }  # fmt: skip
    return render(request, "volunteering/public/shift.html", context)


@public
@require_safe
def paper(request: HttpRequest, which: str) -> HttpResponse:
    """The same questions to fill in with a pencil, and the consent of a guardian."""
    if which not in papers.SHEETS:
        raise Http404
    return papers.answer(papers.sheet_of(which), f"volunteer-{which}")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Anybody asks for help, with or without an account."""
    at = timezone.now()
    kind = request.GET.get("kind", "")
    form = AskForm(
        request.POST or None, initial={"kind": kind if kind in Kind.values else None},
        organisations=access.organisations_of(request.user, timezone.localdate(at)),
    )  # fmt: skip
    user = request.user if request.user.is_authenticated else None
    mark = sender_mark(request, at, "volunteering.ask")
    if form.attempt(ask_for, by=user, at=at, from_hash=mark):
        made = form.done
        key = link_keys.key_of("volunteering.need", made.pk)
        return redirect("volunteering:receipt", number=made.number, key=key)
    context = {
        "form": form, "call": city().phones[0].phone,
        "crumbs": crumbs((_("手伝ってほしい"), "")),
    }  # fmt: skip
    return render(request, "volunteering/public/ask.html", context)


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The number, what happens next, and where it stands now."""
    need = Need.objects.select_related("baton__team").filter(number=number).first()
    if need is None or not constant_time_compare(
        key, link_keys.key_of("volunteering.need", need.pk)
    ):
        raise Http404
    context = {
        "need": need, "shifts": need.shifts.planned().order_by("starts_at", "pk"),
        "call": need.baton.hand.phone or city().phones[0].phone,
        "crumbs": crumbs((need.number, "")),
    }  # fmt: skip
    return render(request, "volunteering/public/receipt.html", context)


@public
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Whether a certificate is real: typed, or carried here by its code. The public key stands below."""
    code = request.GET.get("c", "")[:3000]
    form = VerifyForm(request.POST or None, initial={"code": code})
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
    found = _checked(code) if code else None
    context = {
        "form": form, "code": code, "found": found, "keys": signing.public_keys(),
        "crumbs": crumbs((_("証明書を確かめる"), "")),
    }  # fmt: skip
    return render(request, "volunteering/public/verify.html", context)


def _checked(code: str) -> dict[str, Any] | None:
    """The facts when the signature is ours, `{"bad": …}` when it is not."""
    try:
        facts, key, signature = rules.read(code)
    except rules.Unreadable:
        return {"bad": _("読めないコードです。最初の文字から最後の文字まで、全部入れてください。")}
    known = signing.public_keys().get(key)
    if known is None or not rules.is_signed(facts, signature, bytes.fromhex(known)):
        return {"bad": _("この市の署名ではありません。書きかえられたか、ほかの市のものです。")}
    plain = json.loads(facts)
    if "years" in plain:  # Years with points; the other certificate that this town signs.
        return {**plain, "made": date.fromisoformat(plain["made"])}
    days = {name: date.fromisoformat(plain[name]) for name in ("first", "last", "made")}
    return {**plain, **days, "time": in_words(plain["minutes"])}
