"""The plan's pages; everybody may read them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.plan import queries
from tomoni.plan.models import Actor


@public
@require_safe
def index(request: HttpRequest, code: str = "") -> HttpResponse:
    """Three goals and fifteen measures; with `?who=` what that actor can do in each."""
    who = _who(request)
    found = queries.overview(code=code, actor=who)
    if found is None:
        if code:
            raise Http404
        return render(request, "plan/not_loaded.html", status=503)
    things = {thing.actor: thing for thing in queries.small_things(on=timezone.localdate())}
    return render(
        request,
        "plan/index.html",
        {
            "plan": found,
            "who": who,
            "actors": _actors(),
            "chosen": Actor(who) if who else None,
            "thing": things.get(Actor(who) if who else Actor.CITIZENS),
        },
    )


@public
@require_safe
def measure(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """One measure: the problem, what is undertaken, and what each of the five can do."""
    found = queries.measure(number=int(number), code=code)
    if found is None:
        raise Http404
    beside = queries.neighbours(number=found.number, code=code)
    who = _who(request)
    parts = sorted(found.parts, key=lambda part: part.actor != who) if who else found.parts
    return render(
        request,
        "plan/measure.html",
        {
            "measure": found,
            "parts": parts,
            "who": who,
            "actors": _actors(),
            "before": beside.get(found.number - 1),
            "after": beside.get(found.number + 1),
            "crumbs": [
                (_("計画"), reverse("plan:index")),
                (found.plain, ""),
            ],
        },
    )


@public
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """What one actor can do in all fifteen measures, as a sheet to print and hand round."""
    who = _who(request) or Actor.CITIZENS
    found = queries.overview(actor=who)
    if found is None:
        raise Http404
    phones = {
        phone.code: phone
        for goal in found.goals
        for measure_ in goal.measures
        for part in measure_.parts
        for phone in part.phones
    }
    return render(
        request,
        "plan/print.html",
        {
            "plan": found,
            "chosen": Actor(who),
            "actors": _actors(),
            "who": who,
            "phones": phones.values(),
            "address": request.build_absolute_uri(reverse("plan:index") + f"?who={who}"),
            "today": timezone.localdate(),
        },
    )


def _who(request: HttpRequest) -> str:
    """The actor in the address; anything unknown counts as nobody chosen."""
    asked = request.GET.get("who", "")
    return asked if asked in Actor.values else ""


def _actors() -> list[tuple[Actor, str]]:
    return [(actor, queries.ICONS[actor]) for actor in Actor]
