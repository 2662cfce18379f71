"""At the door: the code that hangs there opens this page; and afterwards, what one thought of it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core.access import public
from tomoni.core.errors import Refused
from tomoni.doing.events.actions import attending, feedback
from tomoni.doing.events.forms.door import FeedbackForm, NumberForm
from tomoni.doing.events.forms.organising import WalkInForm
from tomoni.doing.events.models import Attendance, Occurrence, SignUp
from tomoni.doing.events.views.joining import context_of, date_or_404


@public
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Say the number of the receipt, or come in without one; who is signed in need only press."""
    occurrence = get_object_or_404(Occurrence.objects.select_related("series__organisation"), pk=pk)
    if not occurrence.door_key or not constant_time_compare(occurrence.door_key, key):
        raise Http404
    at = timezone.now()
    by = request.user if request.user.is_authenticated else None
    has_number = "number" in request.POST
    mine = _mine(by, occurrence)
    number = NumberForm(
        request.POST if has_number else None, initial={"number": mine.number if mine else ""}
    )
    walk_in = WalkInForm(
        request.POST if request.method == "POST" and not has_number else None,
        initial={"token": uuid4()},
    )
    if number.attempt(_by_number, occurrence=occurrence, by=by, at=at) or walk_in.attempt(
        attending.walk_in, occurrence=occurrence, by=by, at=at, way=Attendance.Way.CODE
    ):
        return redirect(f"{request.path}?in=1")
    context = {
        **context_of(occurrence),
        "number": number,
        "walk_in": walk_in,
        "is_in": "in" in request.GET,
    }
    return render(request, "events/door.html", context)


def _by_number(*, occurrence: Occurrence, number: str, by: Any, at: Any) -> list[Attendance]:
    """The party behind a number read from a receipt."""
    found = (
        SignUp.objects.filter(role__occurrence=occurrence, number=number)
        .select_related("role")
        .first()
    )
    if found is None:
        raise Refused(
            _(
                "この番号の申し込みは、この回にありません。番号を確かめるか、下の「申し込んでいない方」から入ってください。"
            ),
            field="number",
        )
    return attending.check_in(occurrence=occurrence, sign_up=found, by=by, at=at)


def _mine(user: Any, occurrence: Occurrence) -> SignUp | None:
    if user is None:
        return None
    rows = SignUp.objects.filter(role__occurrence=occurrence, user=user)
    return rows.filter(status__in=attending.COMES).order_by("queued_at", "id").first()


@public
@never_cache
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Three questions without a name."""
    occurrence = date_or_404(request, slug, pk)
    form = FeedbackForm(request.POST or None, initial={"token": uuid4()})
    if form.attempt(feedback.say, occurrence=occurrence, at=timezone.now()):
        return redirect(f"{request.path}?done=1")
    context = {**context_of(occurrence), "form": form, "is_done": "done" in request.GET}
    return render(request, "events/feedback.html", context)
