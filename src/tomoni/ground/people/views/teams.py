"""Staff pages of teams: their people, their days, who covers for whom, dissolving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import audit
from tomoni.core.access import needs
from tomoni.core.forms import Form
from tomoni.ground.people import queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import teams
from tomoni.ground.people.forms.staff import EndForm
from tomoni.ground.people.forms.teams import (
    WEEKDAYS,
    CoverForm,
    NewTeamForm,
    TeamDayForm,
    TeamForm,
    TeamMemberForm,
)
from tomoni.ground.people.models import Cover, Team, TeamDay, TeamMembership


@needs(Ability.KEEP_TEAMS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    rows = [(team, weekdays(team)) for team in queries.teams(words=words)]
    return render(request, "people/staff/teams.html", {"rows": rows, "q": words})


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = NewTeamForm(request.POST or None, initial={"open_weekdays": [1, 2, 4, 8, 16]})
    if form.attempt(teams.open_team, by=request.user, at=now()):
        messages.success(request, _("登録しました。"))
        return redirect("people:team", slug=form.done.slug)
    return render(request, "people/staff/team_edit.html", {"form": form})


@needs(Ability.KEEP_TEAMS)
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Team, slug=slug))


def _page(request: HttpRequest, team: Team, form: Form | None = None) -> HttpResponse:
    today = localdate()
    members = TeamMembership.objects.filter(team=team).select_related("user")
    covers = Cover.objects.filter(
        absent__in=queries.members_of(team, today), until_on__gte=today
    ).select_related("absent", "covered_by")
    return render(
        request,
        "people/staff/team.html",
        {
            "team": team,
            "form": form,
            "weekdays": weekdays(team),
            "above": queries.above(team),
            "members": members.order_by("until_on", "part", "user__name_kana", "pk"),
            "days": TeamDay.objects.filter(team=team, day__gte=today).order_by("day"),
            "covers": covers.order_by("from_on", "pk"),
            "history": audit.history(team)[:20],
            "today": today,
        },
    )


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug, dissolved_on=None)
    form = TeamForm(request.POST or None, initial=TeamForm.initial_of(team))
    if form.attempt(teams.edit, team=team, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_edit.html", {"form": form, "team": team})


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    form = TeamMemberForm(request.POST or None, initial={"from_on": localdate()})
    if form.attempt(teams.add_member, team=team, by=request.user, at=now()):
        messages.success(request, _("登録しました。"))
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_form.html", {"form": form, "team": team})


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(TeamMembership, pk=pk, team__slug=slug)
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(teams.end_member, membership=row, by=request.user, at=now()):
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_form.html", {"form": form, "team": row.team})


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def set_day(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    form = TeamDayForm(request.POST or None)
    if form.attempt(teams.set_day, team=team, by=request.user, at=now()):
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_form.html", {"form": form, "team": team})


@needs(Ability.KEEP_TEAMS)
@require_POST
def forget_day(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(TeamDay, pk=pk, team__slug=slug)
    teams.forget_day(row=row, by=request.user, at=now())  # type: ignore[arg-type]
    return redirect("people:team", slug=slug)


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    people = queries.members_of(team, localdate())
    form = CoverForm(request.POST or None, people=people)
    if form.attempt(teams.cover, team=team, by=request.user, at=now()):
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_form.html", {"form": form, "team": team})


@needs(Ability.KEEP_TEAMS)
@require_POST
def end_cover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_object_or_404(Cover, pk=pk, team__slug=slug)
    teams.end_cover(cover=row, on=localdate(), by=request.user, at=now())  # type: ignore[arg-type]
    return redirect("people:team", slug=slug)


@needs(Ability.KEEP_TEAMS)
@require_POST
def make_desk(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    form = Form(request.POST)
    if form.attempt(teams.make_comprehensive_desk, team=team, by=request.user, at=now()):
        return redirect("people:team", slug=slug)
    return _page(request, team, form)


@needs(Ability.KEEP_TEAMS)
@require_http_methods(["GET", "POST"])
def dissolve(request: HttpRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug, dissolved_on=None)
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(teams.dissolve, team=team, by=request.user, at=now()):
        messages.success(request, _("解散の手続きをしました。"))
        return redirect("people:team", slug=slug)
    return render(request, "people/staff/team_dissolve.html", {"form": form, "team": team})


def weekdays(team: Team) -> str:
    """月火水木金, as the page shows a week."""
    return "".join(str(name)[:1] for bit, name in WEEKDAYS if team.open_weekdays & bit)
