"""Staff: an account for somebody who comes to the counter, looked up before they are entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.reading_log import opened
from tomoni.doing.points import access
from tomoni.doing.points.access import Ability
from tomoni.doing.points.actions import counter as actions
from tomoni.doing.points.forms.counter import OTHER, CounterForm
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.queries.counter import Found, like
from tomoni.doing.points.views.staff import crumbs


@needs(Ability.KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked first who it is; whoever may be known already is chosen from a list, not typed anew."""
    scheme = get_object_or_404(Scheme, slug=slug)
    form = CounterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        found = like(access.known_at_the_counter(request.user, localdate()), form.details())
        chosen = (
            form.ask_who([(str(one.person.pk), _shown(one)) for one in found]) if found else OTHER
        )
        if chosen:
            person = next((one.person for one in found if str(one.person.pk) == chosen), None)
            try:
                made = actions.open_for(
                    id=form.cleaned_data["token"], scheme=scheme, person=person,
                    details=form.details(), by=request.user, at=now(),
                )  # fmt: skip
            except Refused as no:
                form.add_error(no.field if no.field in form.fields else None, no.sentence)
            else:
                messages.success(request, _("口座ができました。カードを印刷して渡してください。"))
                return redirect("points:account", pk=made.pk)
        else:
            _write_down(request, found)
    context = {
        "scheme": scheme, "form": form, "crumbs": crumbs((_("窓口で口座を開く"), "")),
    }  # fmt: skip
    return render(request, "points/staff/counter.html", context)


def _write_down(request: HttpRequest, found: list[Found]) -> None:
    """That these entries were shown stands in each one's reading log."""
    for one in found:
        opened(
            one.person, by=request.user, at=now(), fields=["name", "name_kana", "town"],
            basis="points.keep",
        )  # fmt: skip


def _shown(one: Found) -> str:
    parts = [one.person.name, one.person.name_kana, one.person.town.name if one.person.town else ""]
    return f"{' '.join(part for part in parts if part)}（{'、'.join(one.reasons)}）"
