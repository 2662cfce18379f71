"""On one's own page: the matters that concern me, what was written to me, and my answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough
from tomoni.ground.batons.actions import writing
from tomoni.ground.batons.forms.messages import ReplyForm
from tomoni.ground.batons.queries import mine as queries

PAGE = 30


@login_is_enough
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.matters_of(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "crumbs": [(_("わたしのページ"), reverse("people:me")), (_("わたしの相談と頼みごと"), "")],
    }
    return render(request, "batons/my_matters.html", context)


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Opening the page is the receipt, as at the desk: whoever opens it has signed in."""
    at, found = now(), queries.matter_of(request.user, number)
    if found is None:
        raise Http404
    form = ReplyForm(request.POST or None)
    if form.attempt(writing.write_as_party, party=found.party, by=request.user, at=at):
        messages.success(request, _("送りました。"))
        return redirect("batons:my_matter", number=number)
    for party in found.parties:
        writing.read_as_party(party=party, by=request.user, at=at)
    context = {
        "baton": found.baton,
        "team": found.baton.team,
        "lines": found.lines,
        "form": form,
        "crumbs": [
            (_("わたしのページ"), reverse("people:me")),
            (_("わたしの相談と頼みごと"), reverse("batons:my_matters")),
            (number, ""),
        ],
    }
    return render(request, "batons/my_matter.html", context)
