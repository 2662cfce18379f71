"""One's own: registering, turns, hours, what went wrong, certificates."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.volunteering import access, paper
from tomoni.doing.volunteering.actions import afterwards, certificates, hours, turns, volunteers
from tomoni.doing.volunteering.forms import public as forms
from tomoni.doing.volunteering.models import Need, Post, Registered, Turn
from tomoni.doing.volunteering.queries import own
from tomoni.ground.people.queries import person_of

DEEDS = {"accept": turns.accept, "cancel": turns.cancel, "sure": turns.be_sure}


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    mine = reverse("volunteering:mine") if more else ""
    return [(_("わたしのページ"), reverse("people:me")), (_("わたしの手伝い"), mine), *more]


@login_is_enough
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is to come, what was done, what may be printed."""
    me, at = access.volunteer_of(request.user), now()
    context: dict[str, Any] = {"me": me, "crumbs": crumbs(), "call": city().phones[0].phone}
    if me:
        context |= {
            "coming": own.coming(me, at),
            "done": list(
                me.attendances.select_related("need", "earning").order_by("-on", "pk")[:20]
            ),
            "sum": own.year(me, *year_of(localdate())),
            "registered": Registered.objects.filter(person=me.person).order_by("-since_on", "pk"),
            "certificates": me.certificates.order_by("-made_at", "pk")[:5],
        }
    return render(request, "volunteering/mine/index.html", context)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Registering, and putting right what was told. Goes back to where one came from."""
    me = access.volunteer_of(request.user)
    person = person_of(request.user)  # type: ignore[arg-type]
    form = forms.ProfileForm(
        request.POST or None, initial=own.told(me), knows_birth=bool(person and person.birth_on)
    )
    back = _own_path(request.GET.get("next", "")) or reverse("volunteering:mine")
    if form.attempt(volunteers.register_self, user=request.user, at=now()):
        messages.success(request, _("登録しました。ありがとうございます。"))
        return redirect(back)
    title = _("登録を直す") if me else _("ボランティアに登録する")
    return _form(request, form, title, button=_("登録する"), is_new=me is None)


def _own_path(text: str) -> str:
    """An address of the board's, and nothing else: a link from outside must not lead away."""
    return text if text.startswith(reverse("volunteering:board")) and "//" not in text else ""


@login_is_enough
@require_POST
def join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a seat or a place in the line; who is not registered yet does that first."""
    shift = get_object_or_404(access.public_shifts(), pk=pk)
    here = reverse("volunteering:shift", args=[pk])
    code = request.POST.get("post", "helper")
    posts = Post.objects.select_related("shift__need__baton").filter(shift=shift)
    post = get_object_or_404(posts, code=code if code in Post.Code.values else "")
    me = access.volunteer_of(request.user)
    if me is None:
        messages.info(
            request,
            _("はじめに、ボランティアの登録をしてください。そのあと、この回に申し込めます。"),
        )
        return redirect(f"{reverse('volunteering:profile')}?next={here}")
    try:
        made = turns.join(post=post, volunteer=me, by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
        return redirect(here)
    said = {
        Turn.Status.COMING: _("申し込みました。受付番号は %(number)s です。"),
        Turn.Status.WAITING: _("いまは満員です。空いたら知らせます。受付番号は %(number)s です。"),
    }.get(made.status, "%(number)s")  # type: ignore[call-overload]
    messages.success(request, said % {"number": made.number})
    return redirect("volunteering:mine")


@login_is_enough
@require_POST
def deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Yes to a free seat, surely coming, or not coming."""
    if deed not in DEEDS:
        raise Http404
    turn = get_object_or_404(access.own_turns(request.user), pk=pk)
    try:
        DEEDS[deed](turn=turn, by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(
            request, _("取り消しました。") if deed == "cancel" else _("お返事をいただきました。")
        )
    return redirect("volunteering:mine")


@login_is_enough
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """One stops helping; whoever registers again begins again."""
    me = access.volunteer_of(request.user)
    if me is None:
        raise Http404
    try:
        volunteers.leave(volunteer=me, by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(
            request,
            _("登録を終えました。ありがとうございました。時間とポイントは、そのまま残ります。"),
        )
    return redirect("volunteering:mine")


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Hours that nobody wrote down; who was helped is asked."""
    me = access.volunteer_of(request.user)
    if me is None:
        return redirect("volunteering:profile")
    needs = Need.objects.open().filter(own.may_report(me)).order_by("title", "pk")
    form = forms.ReportForm(request.POST or None, needs=needs)
    if form.attempt(hours.report, volunteer=me, by=request.user, at=now()):
        messages.success(
            request, _("受け付けました。手伝ってもらった人が確かめると、時間が決まります。")
        )
        return redirect("volunteering:mine")
    return _form(request, form, _("手伝った時間を伝える"), button=_("伝える"))


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    me = access.volunteer_of(request.user)
    row = get_object_or_404(own.hours_of(me), pk=pk)
    form = forms.FeedbackForm(request.POST or None)
    if form.attempt(afterwards.say, attendance=row, side="giver", by=request.user, at=now()):
        messages.success(request, _("ありがとうございます。職員が読みます。"))
        return redirect("volunteering:mine")
    return _form(request, form, _("感想を伝える"), button=_("伝える"), about=str(row.need))


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest) -> HttpResponse:
    """Something went wrong."""
    me = access.volunteer_of(request.user)
    form = forms.IncidentForm(request.POST or None)
    if form.attempt(afterwards.tell_incident, volunteer=me, by=request.user, at=now()):
        messages.success(
            request,
            _("受け付けました。番号は %(number)s です。職員が次の開いている日までに電話します。")
            % {"number": form.done.number},
        )
        return redirect("volunteering:mine")
    about = _("けががひどいとき、火や煙が見えるときは、先に119に電話してください。")
    return _form(request, form, _("事故や困ったことを知らせる"), button=_("知らせる"), about=about)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest) -> HttpResponse:
    """A paper for school or work."""
    me = access.volunteer_of(request.user)
    if me is None:
        return redirect("volunteering:profile")
    first, last = year_of(localdate())
    form = forms.PeriodForm(
        request.POST or None, initial={"first_on": first, "last_on": min(last, localdate())}
    )
    if form.attempt(certificates.issue, volunteer=me, by=request.user, at=now()):
        return redirect("volunteering:certificate", pk=form.done.pk)
    return _form(request, form, _("活動の証明書"), button=_("証明書を作る"))


@login_is_enough
@never_cache
@require_safe
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(access.certificates_of(request.user), pk=pk)
    return paper.answer(paper.certificate(found), found.number)


def _form(request: HttpRequest, form: Any, title: str, *, button: str, **more: Any) -> HttpResponse:
    context = {
        "form": form, "title": title, "button": button, "back": reverse("volunteering:mine"),
        "call": city().phones[0].phone, "crumbs": crumbs((title, "")), **more,
    }  # fmt: skip
    return render(request, "volunteering/mine/form.html", context)
