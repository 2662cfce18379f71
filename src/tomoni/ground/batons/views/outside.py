"""Links for people outside: made, seen while they live, stopped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.ground.batons.access import Ability
from tomoni.ground.batons.actions import links as actions
from tomoni.ground.batons.actions import outside
from tomoni.ground.batons.forms.outside import LinkForm
from tomoni.ground.batons.queries import links as queries
from tomoni.ground.batons.views.baton import crumbs, found


@needs(Ability.WORK)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, number: str) -> HttpResponse:
    """Those that live, and a form for the next. The key is shown by the answer to the form and
    never again: only its hash is kept."""
    baton, at = found(request, number), now()
    here = reverse("batons:links", args=[baton.number])
    form = LinkForm(
        request.POST or None, purposes=queries.purposes(baton), initial={"purpose": "talk"}
    )
    context = {
        "baton": baton,
        "crumbs": [*crumbs(baton, here=False), (_("外部の人へのリンク"), "")],
    }
    if form.attempt(outside.send_link, baton=baton, by=request.user, at=at):
        link, key = form.done
        context |= {
            "link": link, "address": actions.url_of(key), "way": form.cleaned_data["way"],
            "crumbs": [*crumbs(baton, here=False), (_("外部の人へのリンク"), here), (_("できました"), "")],
        }  # fmt: skip
        return render(request, "batons/staff/link_made.html", context)
    return render(
        request,
        "batons/staff/links.html",
        {**context, "form": form, "links": queries.live(baton, at)},
    )


@needs(Ability.WORK)
@require_POST
def stop(request: HttpRequest, number: str, pk: object) -> HttpResponse:
    baton, at = found(request, number), now()
    link = get_object_or_404(baton.links, pk=pk)  # type: ignore[attr-defined]
    try:
        actions.stop(link=link, by=request.user, at=at)
        messages.success(request, _("リンクを止めました。もう開けません。"))
    except Refused as no:
        messages.warning(request, no.sentence)
    return redirect("batons:links", number=baton.number)
