"""One shift as its host and staff see it, and a day given out as a whole."""

from datetime import timedelta
from typing import Any
from unicodedata import normalize
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.dates import read_date
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access, paper
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.actions import assigning, hours, shifts, turns
from tomoni.doing.volunteering.forms import staff as forms
from tomoni.doing.volunteering.models import Feedback, Post, Shift, Turn
from tomoni.doing.volunteering.queries import matching, risks, roster, soundings
from tomoni.doing.volunteering.rules import assigning as rules
from tomoni.doing.volunteering.rules.hours import read_minutes
from tomoni.doing.volunteering.views.needs import crumbs, form_page

FAR = 3660  # Days; a year typed wrong is no day that anybody gives out.
ANSWERS = {
    "missed": turns.miss, "cancel": turns.cancel, "accept": turns.accept, "sure": turns.be_sure,
}  # fmt: skip


def kept(request: HttpRequest, pk: UUID) -> Shift:
    return get_object_or_404(access.kept_shifts(request.user, localdate()), pk=pk)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who comes, who came, and for staff who could be asked and why; POST changes a post's seats."""
    found = kept(request, pk)
    if request.method == "POST":
        post = get_object_or_404(Post, shift=found, pk=_uuid(request.POST.get("post", "")))
        try:
            n = normalize("NFKC", request.POST.get("seats", "")[:8]).strip()
            shifts.resize(
                post=post,
                seats=int(n) if n.isascii() and n.isdigit() else 0,
                by=request.user,
                at=now(),
            )
        except Refused as no:
            messages.error(request, no.sentence)
        return redirect("volunteering:shift_desk", pk=pk)
    may_work = access.works(request.user)
    rows = found.turns.select_related("volunteer__person", "post", "attendance")
    is_open = may_work and found.ends_at > now() and not found.cancelled_at
    suggested = (
        matching.suggestions(found, access.staff_volunteers(request.user)) if is_open else []
    )
    lines, sounded = soundings.lines(found, suggested, now()) if may_work else ([], [])
    context = {
        "shift": found, "need": found.need, "posts": list(found.posts.all()),
        "turns": rows.exclude(status__in=("cancelled", "expired")).order_by("status", "queued_at", "pk"),
        "lines": lines, "sounded": sounded,
        "said": Feedback.objects.filter(attendance__shift=found).order_by("-at", "pk")
        if may_work
        else [],
        "may_work": may_work, "has_begun": found.starts_at <= now(),
        "crumbs": crumbs((found.need.number, reverse("volunteering:need", args=[found.need_id])), (str(found), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/shift.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = kept(request, pk)
    form = forms.ReasonForm(request.POST or None)
    back = reverse("volunteering:shift_desk", args=[pk])
    if form.attempt(shifts.cancel, shift=found, by=request.user, at=now()):
        messages.success(request, _("中止にしました。申し込んだ人に知らせます。"))
        return redirect(back)
    return form_page(request, form, _("この回を中止にする"), back, about=str(found))


@login_is_enough
@never_cache
@require_safe
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet to sign in, on paper."""
    found = kept(request, pk)
    return paper.answer(paper.sheet(found), f"sheet-{found.need.number}")


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code for the place. POST makes its secret; then GET prints it."""
    found = kept(request, pk)
    if request.method == "POST":
        shifts.open_door(shift=found, by=request.user, at=now())
        return redirect("volunteering:sign", pk=pk)
    if not found.door_key:
        raise Http404
    return paper.answer(paper.sign(found, found.door_key), f"sign-{found.need.number}")


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def join_for(request: HttpRequest, pk: UUID, volunteer: UUID) -> HttpResponse:
    """Somebody said yes on the telephone."""
    found = kept(request, pk)
    who = get_object_or_404(access.staff_volunteers(request.user), pk=volunteer)
    posts = found.posts.select_related("shift__need__baton").order_by("code")
    form = forms.JoinForForm(request.POST or None, posts=posts)
    back = reverse("volunteering:shift_desk", args=[pk])
    if form.attempt(turns.join, volunteer=who, by=request.user, at=now()):
        messages.success(request, f"{who}: {form.done.get_status_display()} {form.done.number}")
        return redirect(back)
    return form_page(request, form, _("代わりに申し込む"), back, about=f"{found} · {who}")


@login_is_enough
@require_POST
def deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """The host's word on one turn: came (with minutes), is here, did not come, does not come."""
    among = access.kept_shifts(request.user, localdate()).values("pk")
    turn = get_object_or_404(
        Turn.objects.filter(shift__in=among).select_related("shift__need__baton", "volunteer__person"), pk=pk
    )  # fmt: skip
    known: dict[str, Any] = {"turn": turn, "by": request.user, "at": now()}
    try:
        if deed == "came":
            hours.note(minutes=_minutes(request.POST.get("minutes", "")), **known)
        elif deed == "here":
            hours.check_in(way="host", **known)
        elif deed in ANSWERS:
            ANSWERS[deed](**known)
        else:
            raise Http404
    except Refused as no:
        messages.error(request, f"{turn.volunteer}: {no.sentence}")
    else:
        messages.success(request, _("%(name)sさんの分を書きました。") % {"name": turn.volunteer})
    return redirect("volunteering:shift_desk", pk=turn.shift_id)


def _minutes(text: str) -> int:
    try:
        return read_minutes(text)
    except ValueError as problem:
        raise Refused(str(problem)) from None


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """A whole day given out at once: solve, keep what is ticked, solve again, then give."""
    read = read_date(request.POST.get("on", "") or request.GET.get("on", ""))
    on, at = read.value or localdate() + timedelta(days=1), now()
    if not abs((on - localdate()).days) < FAR:
        read, on = read_date(""), localdate() + timedelta(days=1)
    beyond = request.POST.getlist("beyond")
    found = matching.day(
        on, access.kept_shifts(request.user, localdate()), access.staff_volunteers(request.user), at,
        beyond,
    )  # fmt: skip
    ticked = [tuple(word.split(" ", 1)) for word in request.POST.getlist("pair") if " " in word]
    locked = [(a, b) for a, b in ticked if (a, b) in found.fits]
    context: dict[str, Any] = {
        "on": on, "before": on - timedelta(days=1), "after": on + timedelta(days=1), "problem": "" if read.value or not (request.POST.get("on") or request.GET.get("on"))
        else _("日にちが読めません。例: 2026-12-05"),
        "seats": sum(job.seats for job in found.jobs), "jobs": len(found.jobs),
        "helpers": len(found.volunteers) - len(found.full), "full": found.full,
        "beyond": [one for key in dict.fromkeys(beyond) if (one := found.volunteers.get(key))],
        "going": roster.of_day(on, access.kept_shifts(request.user, localdate())),
        "crumbs": crumbs((_("一日の割り当て"), "")),
    }  # fmt: skip
    if request.method == "POST" and "give" in request.POST:
        pairs = [(found.volunteers[a], found.posts[b]) for a, b in locked]
        made, refused = assigning.give(pairs=pairs, by=request.user, at=at)
        messages.success(request, _("%(n)s人の出番を決め、知らせました。") % {"n": len(made)})
        for sentence in refused:
            messages.error(request, sentence)
        return redirect(f"{request.path}?on={on.isoformat()}")
    if request.method == "POST":
        try:
            best = rules.solve(found.jobs, found.pairs, most=found.most, locked=locked)
        except ValueError:
            messages.error(
                request,
                _(
                    "残すと決めた組み合わせが、たがいに両立しません。しるしを外して、もう一度解いてください。"
                ),
            )
            best = rules.solve(found.jobs, found.pairs, most=found.most)
        kept_pairs = set(locked)
        context["best"] = best
        context["rows"] = [
            {
                "key": f"{one.helper} {one.job}", "volunteer": found.volunteers[one.helper],
                "post": found.posts[one.job], "reasons": reasons,
                "locked": (one.helper, one.job) in kept_pairs,
            }
            for one, reasons in matching.shown(found.fits, sorted(best.pairs, key=lambda p: (found.posts[p.job].shift.starts_at, p.job)))
        ]  # fmt: skip
        context["left"] = [found.posts[key] for key in best.left]
        context["gap"] = f"{best.gap * 100:.2f}"
    context["risks"] = risks.at_risk(at=at, among=access.kept_shifts(request.user, localdate()))[
        :20
    ]
    return render(request, "volunteering/staff/day.html", context)
