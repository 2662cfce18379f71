"""What points are, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.doing.points.queries import shown


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Each scheme in simple words: what earns, what it is worth, when it can be exchanged."""
    context = {
        "schemes": shown.schemes(localdate()),
        "crumbs": [(_("ボランティアポイント"), "")],
    }
    return render(request, "points/about.html", context)
