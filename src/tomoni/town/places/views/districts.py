"""What is here: the towns of the city and the districts they belong to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.ground.districts import queries as districts
from tomoni.ground.districts.models import District, Town
from tomoni.town.places.queries import here, rows
from tomoni.web.templatetags.shell import local

TOP = "/districts/"


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All towns by reading, and the districts by their purpose."""
    english = request.display.language == "en"  # type: ignore[attr-defined]
    context = {
        "groups": here.towns_by_letter() if english else here.towns_by_reading(),
        "kinds": here.districts_by_kind(),
        "crumbs": [(_("地区からさがす"), "")],
    }
    return render(request, "places/districts.html", context)


@public
@require_safe
def town(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Town, code=code)
    at = timezone.localtime()
    context = {
        "town": found,
        "districts": districts.districts_of(found, on=at.date()),
        "siblings": Town.objects.filter(base=found.base).order_by("order", "id"),
        "rows": rows.in_towns([found], at=at, language=request.display.language),  # type: ignore[attr-defined]
        "crumbs": [(_("地区からさがす"), TOP), (local(found, "name"), "")],
    }
    return render(request, "places/town.html", context)


@public
@require_safe
def district(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A district with its towns of today; only kinds we know have pages."""
    if kind not in District.Kind.values:
        raise Http404
    found = get_object_or_404(District, kind=kind, code=code)
    at = timezone.localtime()
    towns = list(districts.towns_of(found, on=at.date()))
    context = {
        "district": found,
        "towns": towns,
        "rows": rows.in_towns(towns, at=at, language=request.display.language),  # type: ignore[attr-defined]
        "crumbs": [(_("地区からさがす"), TOP), (local(found, "name"), "")],
    }
    return render(request, "places/district.html", context)
