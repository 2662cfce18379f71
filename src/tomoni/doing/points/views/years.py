"""Who was active for so many years, and the certificate that says so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.errors import Refused
from tomoni.doing.points import access, paper
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import certifying
from tomoni.doing.points.models import Account, Scheme
from tomoni.doing.points.queries import service
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.points.views.mine import own, pdf
from tomoni.doing.points.views.staff import crumbs, may, staff_account, terms_of


@needs(Ability.SEE)
@never_cache
@require_safe
def years(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reached the certificate in a fiscal year, and who before."""
    scheme = get_object_or_404(Scheme, slug=slug)
    terms = terms_of(scheme, max(localdate(), scheme.begins_on))
    this_year = year_of(localdate(), terms.year_begins)[0].year
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdigit() and 1900 <= int(asked) <= this_year
    year = int(asked) if is_year else this_year
    found = service.reached(access.staff_accounts(request.user), scheme, terms)
    context = {
        "scheme": scheme, "needed": terms.certificate_years, "year": year, "this_year": this_year,
        "now": [one for one in found if one.reached_in == year],
        "earlier": [one for one in found if one.reached_in < year],
        **may(request), "crumbs": crumbs((_("長く続けた人と証明書"), "")),
    }  # fmt: skip
    return render(request, "points/staff/years.html", context)


@login_is_enough
@never_cache
@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    return _paper(request, own(request, pk), redirect("points:mine"))


@needs(Ability.KEEP)
@never_cache
@require_POST
def certify_for(request: HttpRequest, pk: int) -> HttpResponse:
    return _paper(request, staff_account(request, pk), redirect("points:account", pk=pk))


def _paper(request: HttpRequest, account: Account, back: HttpResponse) -> HttpResponse:
    try:
        made = certifying.certify(account=account, by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
        return back
    return pdf(paper.years(made), "certificate")
