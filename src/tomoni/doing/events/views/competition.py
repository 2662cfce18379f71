"""The organiser's pages of a competition: how it is scored, its teams, and the sheet of scores."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tomoni.core.access import login_is_enough
from tomoni.core.forms import Form
from tomoni.doing.events.actions import competition
from tomoni.doing.events.forms.competition import RuleForm, SheetForm, TeamForm
from tomoni.doing.events.models import CompetitionTeam, Occurrence
from tomoni.doing.events.queries import competition as queries
from tomoni.doing.events.views.organising import context_of_series, kept_series
from tomoni.doing.events.views.organising_dates import context_of_date, kept_date


@login_is_enough
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """In what, whether more wins, how often, how many a team, and the words for everybody."""
    series = kept_series(request, slug)
    known = queries.rule_of(series)
    initial = {}
    if known:
        initial = {
            "unit": known.unit, "more_wins": "more" if known.more_wins else "less",
            "rounds": known.rounds, "team_size": known.team_size, "words": known.words,
        }  # fmt: skip
    form = RuleForm(request.POST or None, initial=initial)
    if form.attempt(competition.rule, series=series, by=request.user, at=timezone.now()):
        return redirect("events:kept", slug=slug)
    context = {**context_of_series(series, _("競技の決まり")), "form": form}
    return render(request, "events/organise/competition.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def scores(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Teams and what they reached, in one table that also prints empty for the hand."""
    occurrence = kept_date(request, pk)
    table = queries.table_of(occurrence)
    if table is None:
        raise Http404
    todo = request.POST.get("do", "") if request.method == "POST" else ""
    team = TeamForm(request.POST if todo == "enter" else None)
    gone = Form(request.POST if todo.startswith("withdraw-") else None)
    sheet = SheetForm(request.POST if todo == "note" else None, table=table)
    known = {"by": request.user, "at": timezone.now()}
    if (
        team.attempt(competition.enter, occurrence=occurrence, **known)
        or sheet.attempt(competition.note, occurrence=occurrence, **known)
        or (
            gone.is_bound
            and gone.attempt(competition.withdraw, team=_team(occurrence, todo), **known)
        )
    ):
        return redirect("events:scores", pk=pk)
    if sheet.errors and "__all__" in sheet.errors:  # Somebody else wrote first: show what stands.
        fresh = SheetForm(None, table=queries.table_of(occurrence) or table)
        refused, sheet = sheet.non_field_errors(), fresh
    else:
        refused = gone.non_field_errors() if gone.is_bound else []
    context = {
        **context_of_date(request, occurrence, _("記録")),
        "table": table,
        "team": team,
        "sheet": sheet,
        "refused": refused,
        "public_url": reverse("events:occurrence", args=[occurrence.series.slug, pk]),
    }
    return render(request, "events/organise/scores.html", context)


def _team(occurrence: Occurrence, todo: str) -> Any:
    try:
        pk = UUID(todo.removeprefix("withdraw-"))
    except ValueError:
        raise Http404 from None
    rows = CompetitionTeam.objects.select_related("occurrence")
    return get_object_or_404(rows, pk=pk, occurrence=occurrence)
