"""What people are asked when they sign up, on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tomoni.core.access import login_is_enough
from tomoni.doing.events import access
from tomoni.doing.events.actions import questions
from tomoni.doing.events.forms.questions import QuestionRows, RequiresForm, rows_of
from tomoni.doing.events.models import Series
from tomoni.doing.events.rules import questions as rules
from tomoni.doing.events.views.organising import context_of_series, kept_series


@login_is_enough
@require_http_methods(["GET", "POST"])
def asks(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to five questions, each with its reason where it needs one, and the course before."""
    series = kept_series(request, slug)
    others = access.kept_by(request.user, timezone.localdate()).exclude(pk=series.pk)
    others = others.filter(is_template=False).exclude(status=Series.Status.DRAFT)
    posted = request.POST if request.method == "POST" else None
    rows = QuestionRows(posted, initial=rows_of(series), prefix="q")
    form = RequiresForm(
        posted, rows=others.distinct().order_by("title", "pk"),
        initial={"requires": series.requires_id},
    )  # fmt: skip
    if rows.is_bound and rows.is_valid():
        said = [one for row in rows if (one := row.question())]
        if form.attempt(
            questions.ask, series=series, questions=said, by=request.user, at=timezone.now()
        ):
            return redirect("events:kept", slug=slug)
    context = {
        **context_of_series(series, _("申し込みで聞くこと")),
        "form": form,
        "rows": rows,
        "most": rules.MOST,
    }
    return render(request, "events/organise/asks.html", context)
