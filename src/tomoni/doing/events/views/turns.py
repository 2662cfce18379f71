"""A turn's own page: how many are before, then the receipt; or the form again with what is wrong."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tomoni.core.access import public
from tomoni.doing.events.actions import turns
from tomoni.doing.events.forms.joining import JoinForm
from tomoni.doing.events.models import Turn
from tomoni.doing.events.queries import joining
from tomoni.doing.events.queries import turns as queries
from tomoni.doing.events.views.joining import context_of
from tomoni.web import prepared


@public
@never_cache
@require_safe
def turn(request: HttpRequest, pk: Any, key: str) -> HttpResponse:
    """Looks again by itself without a script; the link on it does the same by hand."""
    found = queries.by_link(pk, key)
    if found is None:
        raise Http404
    at = timezone.now()
    if found.settled_at is None and queries.is_stuck(found, at=at):
        turns.let_in(role=found.role, at=at)
        found.refresh_from_db()
    if found.sign_up is not None:
        return redirect(
            "events:sign_up", number=found.sign_up.number, key=joining.key(found.sign_up)
        )
    if found.settled_at is not None:
        return _refused(request, found)
    ahead = queries.ahead_of(found)
    part = render_to_string("events/parts/turn.html", {"ahead": ahead, "path": request.path})
    answer = prepared.around(
        request,
        "events/own.html",
        lambda: context_of(queries.whole_role(found).occurrence),
        own={"own_title": escape(_("順番を待っています")), "own_part": part},
        key=("turn", found.role.occurrence_id),
        status=202,
    )
    answer["Refresh"] = str(ahead.look_again)
    answer["Retry-After"] = str(ahead.look_again)
    return answer


def _refused(request: HttpRequest, found: Turn) -> HttpResponse:
    """What was typed stands in the form again, beside what is wrong with it."""
    role, form = queries.whole_role(found), None
    series = role.occurrence.series
    if found.form:
        typed = {**found.form["typed"], "token": str(uuid4())}  # Mended, it is a new form.
        form = JoinForm(typed, series=series, seats=found.seats, language=found.language)
        form.is_valid()
        form.add_error(found.field if found.field in form.fields else None, found.refusal)
    path = reverse("events:join", args=[series.slug, role.occurrence_id])
    query = urlencode({"role": role.code, "n": found.seats})
    context = {
        **context_of(role.occurrence),
        "form": form,
        "role": role,
        "seats": found.seats,
        "send_to": f"{path}?{query}",
        "why": found.refusal,
    }
    return render(request, "events/turn_refused.html", context)
