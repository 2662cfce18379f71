"""What everybody may read about an open circle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.town.circles import queries
from tomoni.web.doors import current_need
from tomoni.web.templatetags.shell import local


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    circles = queries.public_circles(localdate())
    context = {"circles": circles, "crumbs": [(_("ネットワーク"), "")]}
    return render(request, "circles/index.html", context)


@public
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    at, on = now(), localdate()
    circle = get_object_or_404(queries.public_circles(on).select_related("secretariat"), slug=slug)
    context = {
        "circle": circle,
        "members": queries.named_members(circle, on),
        "meeting": queries.next_public_meeting(circle, at),
        "decisions": queries.public_decisions(circle),
        "need": current_need(request.path),
        "crumbs": [(_("ネットワーク"), "/circles/"), (local(circle, "name"), "")],
    }
    return render(request, "circles/circle.html", context)
