"""Staff: a call for umbrellas, who hears it, and ringing those who asked to be rung."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import can, needs
from tomoni.core.errors import Refused
from tomoni.ground.people.queries import find
from tomoni.ties.umbrellas import access
from tomoni.ties.umbrellas.access import Ability
from tomoni.ties.umbrellas.actions import calling, ringing
from tomoni.ties.umbrellas.forms.calling import AnswerForm, CallForm, ListenForm
from tomoni.ties.umbrellas.models import Call, Helper, Ringing
from tomoni.ties.umbrellas.queries import calls
from tomoni.ties.umbrellas.views.staff import crumbs, form_page

MOST = 10


def _list(*more: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("umbrellas:callers") if more else ""
    return crumbs((_("呼びかけを聞く人"), here), *more)


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Call for umbrellas; then whoever asked to be rung is rung."""
    asked = request.GET.get("number", "")  # What the plan of carrying found missing.
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 4
    form = CallForm(request.POST or None, initial={"number": asked} if is_number else {})
    if form.attempt(calling.call, by=request.user, at=now()):
        messages.success(
            request, _("呼びかけました。%(n)s人に知らせます。") % {"n": form.done.told}
        )
        if can(request.user, Ability.CALLERS) and Helper.objects.filter(is_rung=True).exists():
            messages.info(request, _("電話で伝える人がいます。一覧を見て、電話してください。"))
            return redirect("umbrellas:callers")
        return redirect("umbrellas:desk")
    return form_page(request, form, _("傘の寄付を呼びかける"), reverse("umbrellas:desk"))


@needs(Ability.KEEP)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Enough came, or it was a mistake."""
    calling.end_call(call=get_object_or_404(Call, pk=pk), by=request.user, at=now())
    messages.success(request, _("呼びかけを終えました。みんなのページからも消えました。"))
    return redirect("umbrellas:desk")


@needs(Ability.CALLERS)
@never_cache
@require_safe
def callers(request: HttpRequest) -> HttpResponse:
    """Whom to ring about the call of today, who knows already, and everybody who was entered."""
    at, among = now(), access.entered(request.user)
    words = request.GET.get("q", "").strip()[:100]
    current = Call.objects.current(localdate(at))
    waiting, done = calls.lines(current, among, at) if current else ([], [])
    context = {
        "q": words, "persons": find(access.persons(request.user), words)[:MOST] if words else (),
        "rows": among, "call": calls.progress(current), "waiting": waiting, "done": done,
        "with_account": Helper.objects.exclude(user=None).count(), "crumbs": _list(),
    }  # fmt: skip
    return render(request, "umbrellas/staff/callers.html", context)


@needs(Ability.CALLERS)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody telephones or writes that they want to hear calls, and in which way."""
    person = get_object_or_404(access.persons(request.user), pk=pk)
    known = Helper.objects.filter(person=person).first()
    initial = {"way": "phone" if known.is_rung else "letter"} if known else {}
    form = ListenForm(request.POST or None, initial=initial)
    if form.attempt(calling.listen_for, person=person, by=request.user, at=now()):
        messages.success(request, _("%(name)sさんを入れました。") % {"name": person})
        return redirect("umbrellas:callers")
    context = {
        "form": form, "person": person, "title": _("呼びかけを聞く人に入れる"),
        "back": reverse("umbrellas:callers"), "crumbs": _list((str(person), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/enter.html", context)


@needs(Ability.CALLERS)
@never_cache
@require_safe
def caller(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the way, what they said so far, and that they want no more."""
    found = get_object_or_404(access.entered(request.user), pk=pk)
    context = {
        "helper": found, "rung": found.ringings.select_related("call", "by", "person"),
        "crumbs": _list((str(found), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/caller.html", context)


@needs(Ability.CALLERS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """They said that they no longer want to hear it."""
    found = get_object_or_404(access.entered(request.user), pk=pk)
    calling.stop_for(helper=found, by=request.user, at=now())
    messages.success(request, _("名前を消しました。もう知らせません。"))
    return redirect("umbrellas:callers")


@needs(Ability.CALLERS)
@require_POST
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the telephone for somebody, so that nobody else rings them at this moment."""
    found = get_object_or_404(access.entered(request.user), pk=pk)
    current = Call.objects.current(localdate())
    if current is None:
        messages.warning(request, _("いまは呼びかけがありません。電話はいりません。"))
        return redirect("umbrellas:callers")
    try:
        row = ringing.begin(call=current, helper=found, by=request.user, at=now())
    except Refused as no:
        messages.warning(request, no.sentence)
        return redirect("umbrellas:callers")
    return redirect("umbrellas:ringing", pk=row.pk)


@needs(Ability.CALLERS)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to ring, what to say, and what they said."""
    rows = Ringing.objects.filter(person__in=access.persons(request.user))
    row: Any = get_object_or_404(rows.select_related("call", "person", "by", "helper"), pk=pk)
    form = AnswerForm(request.POST or None, row=row)
    if form.attempt(ringing.answer, ringing=row, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("umbrellas:callers")
    context = {
        "row": row, "form": form, "call": calls.progress(row.call),
        "back": reverse("umbrellas:callers"), "crumbs": _list((str(row.person), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/ringing.html", context)
