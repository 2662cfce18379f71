"""For everybody: all stands with how many umbrellas they have now, as a list and a map."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.ties.umbrellas.models import Call, Station
from tomoni.ties.umbrellas.queries import calls, stands


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list comes first; the map draws it. `?code=` is what stands on a stand's paper, for a
    telephone whose camera reads no QR code."""
    code = unicodedata.normalize("NFKC", request.GET.get("code", "")[:20]).strip().upper()
    rows = list(stands.open_stands())
    if any(one.code == code for one in rows):
        return redirect("umbrellas:short", code=code)
    context = {
        "stands": rows,
        "unknown_code": code,
        "points": [points(one) for one in rows],
        "total": sum(one.count for one in rows),
        "call": calls.progress(Call.objects.current(localdate())),
        "desk_phone": city().phone_for("tourism"),
        "crumbs": [(_("傘の輪"), "")],
    }
    return render(request, "umbrellas/index.html", context)


@public
@require_safe
def station(request: HttpRequest, slug: str) -> HttpResponse:
    """One stand: how many now, until when it was true, what is near."""
    found = get_object_or_404(Station.objects.select_related("listing", "organisation"), slug=slug)
    context = {
        "station": found,
        "near": stands.near(found, act="" if found.count else "borrow"),
        "points": [points(found)],
        "desk_phone": city().phone_for("tourism"),
        "crumbs": [(_("傘の輪"), reverse("umbrellas:index")), (found.said, "")],
    }
    return render(request, "umbrellas/station.html", context)


def points(one: Station) -> dict[str, object]:
    """What the map needs of a stand."""
    return {
        "id": one.slug, "lat": one.lat, "lng": one.lng, "accuracy_m": 20, "name": one.said,
        "url": one.get_absolute_url(),
    }  # fmt: skip
