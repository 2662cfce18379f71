"""Staff: the rules of a scheme, tried on last year before they are decided."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import needs
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import ruling
from tomoni.doing.points.forms.ruling import ActivityRows, RulesForm, SchemeForm, rows_of
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.queries import lots
from tomoni.doing.points.rules.forecasting import Forecast, forecast
from tomoni.doing.points.rules.simulating import as_counted_by, differences, simulate
from tomoni.doing.points.rules.terms import Terms
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.points.samples import Sample, samples
from tomoni.doing.points.views.staff import crumbs, terms_of


@needs(Ability.RULE)
@never_cache
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """`try` counts last year anew and changes nothing; `decide` makes the rules hold from a day."""
    scheme, on = get_object_or_404(Scheme, slug=slug), localdate()
    terms = terms_of(scheme, max(on, scheme.begins_on))
    posted = request.POST or None
    rows = ActivityRows(posted, initial=rows_of(terms), prefix="a")
    form = RulesForm(posted, held=terms, rows=rows, initial={"from_on": on + timedelta(days=1)})
    tried = None
    if request.method == "POST" and "try" in request.POST:
        form.only_try()
        if form.is_valid():
            tried = _tried(scheme, terms, form.cleaned_data["terms"], on)
    elif form.attempt(ruling.rule, scheme=scheme, by=request.user, at=now()):
        messages.success(request, _("決まりを登録しました。"))
        return redirect("points:rules", slug=slug)
    context = {
        "scheme": scheme, "form": form, "rows": rows, "tried": tried, "terms": terms,
        "rulings": scheme.rulings.select_related("by").order_by("-from_on", "-pk"),
        "forecast": budget(scheme, terms, on),
        "crumbs": crumbs((scheme.name, ""), (_("決まり"), "")),
    }  # fmt: skip
    return render(request, "points/staff/rules.html", context)


@needs(Ability.RULE)
@never_cache
@require_http_methods(["GET", "POST"])
def new_scheme(request: HttpRequest) -> HttpResponse:
    """A new scheme, begun from one that a town has or from one of ours; `like` names it.

    `try` counts last year of the scheme it is begun from, and opens nothing.
    """
    on, like = localdate(), request.GET.get("like", "")
    ours = Scheme.objects.filter(slug=like).first() if like.isascii() else None
    sample = _sample(like)
    begun = terms_of(ours, max(on, ours.begins_on)) if ours else sample.terms
    posted = request.POST or None
    rows = ActivityRows(posted, initial=rows_of(begun), prefix="a")
    form = SchemeForm(posted, held=begun, rows=rows, initial={"begins_on": on + timedelta(days=1)})
    tried = None
    if request.method == "POST" and "try" in request.POST:
        form.only_try()
        if form.is_valid() and ours:
            tried = _tried(ours, begun, form.cleaned_data["terms"], on)
    elif form.attempt(ruling.open_scheme, by=request.user, at=now()):
        messages.success(request, _("制度を開きました。はじめの日から、ポイントをつけられます。"))
        return redirect("points:rules", slug=form.done.slug)
    context = {
        "form": form, "rows": rows, "tried": tried, "like": ours.slug if ours else sample.slug, "ours": ours,
        "samples": samples().values(), "schemes": Scheme.objects.order_by("name", "pk"),
        "crumbs": crumbs((_("新しい制度"), "")),
    }  # fmt: skip
    return render(request, "points/staff/new_scheme.html", context)


def _sample(slug: str) -> Sample:
    known = samples()
    return known.get(slug) or next(iter(known.values()))


def _tried(scheme: Scheme, old: Terms, new: Terms, on: date) -> dict[str, object]:
    """The last fiscal year that is over, or the present one in a scheme's first year."""
    first, _last = year_of(on, old.year_begins)
    year = year_of(first - timedelta(days=1), old.year_begins)
    deeds = lots.deeds_in(scheme, *year)
    if not deeds:
        year = year_of(on, old.year_begins)
        deeds = lots.deeds_in(scheme, *year)
    before, after = simulate(old, deeds), simulate(new, as_counted_by(new, old, deeds))
    fewer, more = differences(before, after)
    return {
        "year": year, "deeds": len(deeds), "before": before, "after": after,
        "fewer": fewer, "more": more,
        "over": new.yearly_budget is not None and after.yen > new.yearly_budget,
    }  # fmt: skip


def budget(scheme: Scheme, terms: Terms, on: date) -> Forecast:
    """The points of this fiscal year in yen, and how far they may go."""
    first, last = year_of(on, terms.year_begins)
    before = year_of(first - timedelta(days=1), terms.year_begins)
    yen = terms.yen_per_unit
    this_year, last_year = (
        [points * yen // terms.claim_unit for points in lots.points_by_month(scheme, *year)]
        for year in ((first, last), before)
    )
    months = (on.year - first.year) * 12 + on.month - first.month
    return forecast(this_year, last_year, months=months, budget=terms.yearly_budget)
