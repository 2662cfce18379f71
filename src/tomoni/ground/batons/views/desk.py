"""The desk: everything in one's hands, one list for all rooms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import can, needs
from tomoni.ground.batons import access
from tomoni.ground.batons.access import Ability
from tomoni.ground.batons.actions import kinds as kind_actions
from tomoni.ground.batons.actions import leaving, taking
from tomoni.ground.batons.forms.desk import CoverForm, DeadlinesForm, HandOverForm, NewForm
from tomoni.ground.batons.models import Deadline, Kind
from tomoni.ground.batons.queries import desk, morning, workload
from tomoni.ground.people.actions import teams as team_actions
from tomoni.ground.people.models import Cover, Team, TeamMembership, User
from tomoni.ground.people.queries.teams import teams, teams_of

MOST_AT_ONCE = 500


@needs(Ability.WORK)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    on = localdate()
    seat = desk.seat_of(request.user, on)
    filters = desk.Filters.of(request.GET)
    counts = desk.counts(seat)
    trays = [
        {"code": one.code, "title": one.title, "empty": one.empty, "count": counts[one.code],
         "capped": counts[one.code] > desk.MANY, "current": one.code == filters.tray}
        for one in desk.TRAYS
        if one.code in counts
    ]  # fmt: skip
    return render(
        request,
        "batons/staff/desk.html",
        {
            "seat": seat,
            "filters": filters,
            "trays": trays,
            "tray": next((one for one in trays if one["current"]), trays[0]),
            "page": desk.page(seat, filters, request.GET.get("page", "1")),
            "most": desk.MANY,
            "kinds": Kind.objects.order_by("code"),
            "today": on,
            "may_keep_kinds": can(request.user, Ability.KEEP_KINDS),
        },
    )


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    mine = list(teams_of(request.user, localdate()))  # type: ignore[arg-type]
    initial = {"team": mine[0].pk if mine else None}
    form = NewForm(request.POST or None, mine=mine, initial=initial)
    if form.attempt(taking.take_in, by=request.user, at=now()):
        messages.success(
            request, _("受け付けました。番号は%(number)sです。") % {"number": form.done.number}
        )
        return redirect("batons:baton", number=form.done.number)
    return render(request, "batons/staff/new.html", {"form": form, "mine": mine})


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Several at once: ticked in the list (`?n=…`), or everything of mine (`?of=mine`)."""
    on, asked = localdate(), request.GET
    chosen = access.visible_to(request.user, on).filter(status="open")
    if asked.get("of") == "mine":
        chosen = chosen.filter(person=request.user)
    else:
        chosen = chosen.filter(number__in=asked.getlist("n")[:MOST_AT_ONCE])
    rows = list(
        chosen.select_related("kind", "team", "person").order_by("due_on", "id")[:MOST_AT_ONCE]
    )
    mine = list(teams_of(request.user, on))  # type: ignore[arg-type]
    people = (
        User.objects.filter(is_active=True, team_memberships__in=_in_force(mine, on))
        .distinct()
        .order_by("name_kana", "pk")
    )
    if asked.get("of") == "mine":
        people = people.exclude(pk=request.user.pk)
    form = HandOverForm(request.POST or None, people=people, teams=teams())
    context: dict[str, Any] = {"rows": rows, "form": form, "today": on}
    if rows and form.attempt(leaving.hand_over_many, batons=rows, by=request.user, at=now()):
        context["result"] = form.done
        return render(request, "batons/staff/handed_over.html", context)
    return render(request, "batons/staff/hand_over.html", context)


@needs(Ability.WORK)
@require_safe
def morning_list(request: HttpRequest) -> HttpResponse:
    """A4 to take along; `?team=…` shows the whole team's."""
    on = localdate()
    mine = list(teams_of(request.user, on))  # type: ignore[arg-type]
    team = next((one for one in mine if one.slug == request.GET.get("team")), None)
    found = morning.of_team(team, on) if team else morning.of_person(request.user, on)
    return render(
        request,
        "batons/staff/morning.html",
        {"morning": found, "team": team, "mine": mine, "today": on},
    )


@needs(Ability.WORK)
@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    """Who has how much: one's own teams, or all of them for those who answer for the whole."""
    on = localdate()
    sees_all = can(request.user, Ability.SEE_ALL)
    shown = list(teams() if sees_all else teams_of(request.user, on))  # type: ignore[arg-type]
    team = next((one for one in shown if one.slug == request.GET.get("team")), None)
    if team is None and len(shown) == 1:
        team = shown[0]
    lines = workload.of_people(team, on) if team else workload.of_teams(shown, on)
    return render(
        request,
        "batons/staff/workload.html",
        {"lines": lines, "team": team, "teams": shown, "sees_all": sees_all, "today": on},
    )


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def covers(request: HttpRequest) -> HttpResponse:
    """Who covers for whom in one's teams, and a form to name the next one."""
    on = localdate()
    mine = list(teams_of(request.user, on))  # type: ignore[arg-type]
    people = (
        User.objects.filter(is_active=True, team_memberships__in=_in_force(mine, on))
        .distinct()
        .order_by("name_kana", "pk")
    )
    initial = {"absent": request.user.pk, "from_on": on}
    form = CoverForm(request.POST or None, people=people, initial=initial)
    if form.attempt(team_actions.cover, by=request.user, at=now()):
        messages.success(request, _("代わりの人を決めました。"))
        return redirect("batons:covers")
    rows = Cover.objects.filter(absent__in=people, until_on__gte=on)
    return render(
        request,
        "batons/staff/covers.html",
        {
            "form": form,
            "rows": rows.select_related("absent", "covered_by").order_by("from_on", "pk"),
            "today": on,
        },
    )


@needs(Ability.KEEP_KINDS)
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    rules = Deadline.objects.select_related("kind").order_by("kind", "-from_on")
    return render(request, "batons/staff/kinds.html", {"rules": rules, "today": localdate()})


@needs(Ability.KEEP_KINDS)
@require_http_methods(["GET", "POST"])
def deadlines(request: HttpRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(Kind, code=code)
    last = Deadline.objects.filter(kind=kind).order_by("-from_on").first()
    initial = {name: getattr(last, name) for name in kind_actions.DAYS} if last else {}
    form = DeadlinesForm(request.POST or None, initial=initial)
    if form.attempt(kind_actions.set_deadlines, kind=kind, by=request.user, at=now()):
        messages.success(request, _("期限の決まりを入れました。"))
        return redirect("batons:kinds")
    return render(request, "batons/staff/deadlines.html", {"form": form, "kind": kind})


def _in_force(mine: list[Team], on: Any) -> Any:
    return TeamMembership.objects.filter(team__in=mine).in_force(on)
