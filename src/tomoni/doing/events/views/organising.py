"""An organiser's own events: the list, a new one, what it still lacks, its words, copies."""

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import can, login_is_enough
from tomoni.core.forms import Form
from tomoni.core.link_keys import LETTERS
from tomoni.doing.events import access
from tomoni.doing.events.actions import changing, planning
from tomoni.doing.events.forms.organising import ReasonForm
from tomoni.doing.events.forms.planning import CopyForm, PlanForm, WordsForm
from tomoni.doing.events.models import Occurrence, Series
from tomoni.doing.events.queries import joining, warnings
from tomoni.doing.events.queries import organising as queries
from tomoni.doing.events.rules import recurrence, rule_words
from tomoni.ground.people.models import Organisation

SHOWN = 6


@login_is_enough
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The next dates of what I plan, with how full they are; then every series and the templates."""
    at = timezone.now()
    today = timezone.localdate(at)
    kept = access.kept_by(request.user, today)
    context = {
        "dates": queries.next_dates(access.rosters_of(request.user, today), at=at),
        "drafts": kept.filter(status=Series.Status.DRAFT, is_template=False).order_by(
            "title", "id"
        ),
        "templates": kept.filter(is_template=True).order_by("title", "id"),
        "published": queries.published(kept),
        "joined": joining.of_user(request.user, at=at),
        "may_plan": _organisations(request).exists(),
        "crumbs": [(_("わたしの催し"), "")],
    }
    return render(request, "events/organise/mine.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The form says back in a sentence when the dates are, before anything is kept."""
    organisations = _organisations(request)
    if not organisations:
        raise Http404
    form = PlanForm(request.POST or None, organisations=organisations)
    preview = None
    if request.method == "POST" and "preview" in request.POST:
        preview = _preview(form) if form.is_valid() else None
    elif form.attempt(planning.plan, slug=_new_slug(), by=request.user, at=timezone.now()):
        return redirect("events:kept", slug=form.done.slug)
    context = {
        "form": form,
        "preview": preview,
        "crumbs": [(_("わたしの催し"), reverse("events:mine")), (_("新しい催し"), "")],
    }
    return render(request, "events/organise/plan.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def kept(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: what it lacks, its dates, and everything one can do with it."""
    series = kept_series(request, slug)
    at = timezone.now()
    reason = ReasonForm(request.POST if "call-off" in request.POST else None)
    form = Form(request.POST if "publish" in request.POST else None)
    if form.attempt(planning.publish, series=series, by=request.user, at=at):
        return redirect("events:kept", slug=slug)
    if reason.attempt(changing.call_off_all, series=series, by=request.user, at=at):
        return redirect("events:kept", slug=slug)
    coming = queries.next_dates(Occurrence.objects.filter(series=series), at=at)
    context = {
        **context_of_series(series),
        "missing": queries.missing(series, at=at) if series.status == Series.Status.DRAFT else [],
        "rule": _rule_words(series.rrule),
        "dates": coming,
        "warnings": warnings.of_dates(coming, at=at, language=get_language() or "ja"),
        "past": queries.past_dates(series, at=at),
        "form": form,
        "reason": reason,
    }
    return render(request, "events/organise/kept.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Other words; the dates have pages of their own."""
    series = kept_series(request, slug)
    form = WordsForm(
        request.POST or None, organisations=_organisations(request), initial=WordsForm.of(series)
    )
    if form.attempt(changing.edit, series=series, by=request.user, at=timezone.now()):
        return redirect("events:kept", slug=slug)
    context = {**context_of_series(series, _("直す")), "form": form, "button": _("これで直す")}
    return render(request, "events/organise/form.html", context)


@login_is_enough
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Another event like this one, or a template to begin from."""
    series = kept_series(request, slug)
    form = CopyForm(request.POST or None, initial={"title": series.title})
    if form.attempt(
        changing.copy, series=series, slug=_new_slug(), by=request.user, at=timezone.now()
    ):
        return redirect("events:kept", slug=form.done.slug)
    context = {
        **context_of_series(series, _("写しを作る")),
        "form": form,
        "button": _("写しを作る"),
    }
    return render(request, "events/organise/form.html", context)


def _organisations(request: HttpRequest) -> Any:
    """The organisations somebody plans for; every one for the clerk."""
    rows = Organisation.objects.order_by("name", "pk")
    if can(request.user, access.Ability.PLAN):
        return rows
    user: Any = request.user
    mine = user.memberships.in_force(timezone.localdate()).filter(part="editor")
    return rows.filter(pk__in=mine.values("organisation"))


def kept_series(request: HttpRequest, slug: str) -> Series:
    """A series this person plans, or 404."""
    rows = access.kept_by(request.user, timezone.localdate())
    return get_object_or_404(
        rows.select_related("organisation", "venue__listing").distinct(), slug=slug
    )


def _new_slug() -> str:
    """A short address that can be read out on the telephone."""
    return "e-" + "".join(secrets.choice(LETTERS.lower()) for _place in range(7))


def _preview(form: PlanForm) -> dict[str, Any]:
    """The rule in a sentence and the next dates, as they would be laid out."""
    when = form.when()
    draft = Series(starts_at=when["starts_at"], rrule=when["rrule"], holidays=when["holidays"])
    if when["rrule"] and (why := recurrence.why_not(when["rrule"], when["starts_at"])):
        form.add_error("repeat", why)
        return {}
    dates = planning.moments_of(draft, at=timezone.now())[:SHOWN]
    return {
        "rule": _rule_words(when["rrule"]),
        "dates": [(starts.date(), starts.hour * 60 + starts.minute, starts != named)
                  for named, starts in dates],
    }  # fmt: skip


def _rule_words(rule: str) -> str:
    if not rule:
        return _("一回だけ")
    return rule_words.in_words(rule, get_language() or "ja", tz=timezone.get_current_timezone())


def context_of_series(series: Series, here: str = "") -> dict[str, Any]:
    """What every page of one series in the organiser's hands shows."""
    above = reverse("events:kept", args=[series.slug]) if here else ""
    return {
        "series": series,
        "title": here or series.title,
        "crumbs": [
            (_("わたしの催し"), reverse("events:mine")), (series.title, above),
            *([(here, "")] if here else []),
        ],
    }  # fmt: skip
