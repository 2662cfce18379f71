"""Staff: who is called when umbrellas are short, among them people without an account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.ground.people.queries import find
from tomoni.ties.umbrellas import access
from tomoni.ties.umbrellas.access import Ability
from tomoni.ties.umbrellas.actions import calling
from tomoni.ties.umbrellas.models import Helper
from tomoni.ties.umbrellas.views.staff import crumbs

MOST = 10


@needs(Ability.CALLERS)
@never_cache
@require_http_methods(["GET", "POST"])
def callers(request: HttpRequest) -> HttpResponse:
    """Who was entered, whom to ring, and entering whoever telephones or writes."""
    among = access.persons(request.user)
    if request.method == "POST":
        person = get_object_or_404(among, pk=_uuid(request.POST.get("person", "")))
        is_rung = request.POST.get("way") == "phone"
        try:
            calling.listen_for(person=person, is_rung=is_rung, by=request.user, at=now())
            messages.success(request, _("%(name)sさんを入れました。") % {"name": person})
        except Refused as no:
            messages.error(request, f"{person}: {no.sentence}")
        return redirect("umbrellas:callers")
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "q": words, "persons": find(among, words)[:MOST] if words else (),
        "rows": access.entered(request.user),
        "with_account": Helper.objects.exclude(user=None).count(),
        "crumbs": crumbs((_("呼びかけを聞く人"), "")),
    }  # fmt: skip
    return render(request, "umbrellas/staff/callers.html", context)


@needs(Ability.CALLERS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """They said that they no longer want to hear it."""
    found = get_object_or_404(access.entered(request.user), pk=pk)
    calling.stop_for(helper=found, by=request.user, at=now())
    messages.success(request, _("名前を消しました。もう知らせません。"))
    return redirect("umbrellas:callers")


def _uuid(text: str) -> UUID:
    """A key from a form; nonsense finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
