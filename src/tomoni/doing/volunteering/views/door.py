"""Pages behind a secret address: the code at the place, and the answer of who was helped."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tomoni.core import link_keys
from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.actions import afterwards, hours
from tomoni.doing.volunteering.actions.telling import HOURS
from tomoni.doing.volunteering.forms.public import AnswerForm, FeedbackForm, NumberForm
from tomoni.doing.volunteering.models import Attendance, Shift, Turn
from tomoni.doing.volunteering.rules.hours import ANSWERABLE, in_words
from tomoni.doing.volunteering.rules.joining import why_not_check_in


@public
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """The code that hangs where one meets: say the number; who is signed in need only press."""
    shift = Shift.objects.select_related("need__baton").filter(pk=pk).first()
    if not (shift and shift.door_key and constant_time_compare(shift.door_key, key)):
        return _gone(request)
    me = access.volunteer_of(request.user)
    mine = shift.turns.filter(volunteer=me, status="coming").first() if me else None
    by = request.user if request.user.is_authenticated else None
    form = NumberForm(request.POST or None, initial={"number": mine.number if mine else ""})
    if form.attempt(_by_number, shift=shift, by=by, at=timezone.now()):
        return redirect(f"{request.path}?in=1")
    context = {
        "shift": shift, "form": form, "mine": mine, "is_in": "in" in request.GET,
        "shut": _why_shut(shift),
        "call": city().phones[0].phone, "crumbs": [(shift.need.said, "")],
    }  # fmt: skip
    return render(request, "volunteering/public/door.html", context)


def _why_shut(shift: Shift) -> str:
    """Why nobody can check in here now, before anybody looks for their number; "" while one can."""
    if shift.cancelled_at:
        return _("この回は中止になりました。ほかの手伝いを選んでください。")
    found = why_not_check_in(starts_at=shift.starts_at, ends_at=shift.ends_at, at=timezone.now())
    return found or ""


def _gone(request: HttpRequest) -> HttpResponse:
    """An old paper or half an address: what to do instead."""
    return render(
        request, "volunteering/public/gone.html", {"call": city().phones[0].phone}, status=404
    )


def _by_number(*, shift: Shift, number: str, by: Any, at: Any) -> Attendance:
    turn = Turn.objects.filter(shift=shift, number=number).select_related("shift__need").first()
    if turn is None:
        raise Refused(
            _(
                "この番号は、この回にありません。番号を確かめるか、受け入れた人に声をかけてください。"
            ),
            field="number",
        )
    return hours.check_in(turn=turn, by=by, at=at)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    """Whoever was helped says whether it was so; opening the page says nothing yet."""
    rows = Attendance.objects.select_related("need__baton__team", "giver")
    row = rows.filter(pk=pk).first()
    if row is None or not constant_time_compare(key, link_keys.key_of(HOURS, pk)):
        return _gone(request)
    over = row.status == Attendance.Status.REPORTED and timezone.now() > row.noted_at + ANSWERABLE
    form = AnswerForm(None if over else request.POST or None)
    by = request.user if request.user.is_authenticated else None
    if "stars" in request.POST and row.status == Attendance.Status.APPROVED:
        return _how_it_was(request, row, by)
    deed = _no if "no" in request.POST else _yes
    if form.attempt(deed, attendance=row, by=by, at=timezone.now()):
        return redirect(request.path)
    context = {
        "row": row,
        "over": over,
        "stars": FeedbackForm(),
        "is_said": row.feedback.filter(side="receiver").exists(),
        "form": form,
        "time": in_words(row.minutes),
        "crumbs": [(_("手伝いの時間の確かめ"), "")],
        "call": row.need.baton.hand.phone or city().phones[0].phone,
    }
    status = 410 if over else 200
    return render(request, "volunteering/public/answer.html", context, status=status)


def _how_it_was(request: HttpRequest, row: Attendance, by: Any) -> HttpResponse:
    """How it was for whoever was helped; staff read it, the helper does not."""
    form = FeedbackForm(request.POST)
    form.attempt(afterwards.say, attendance=row, side="receiver", by=by, at=timezone.now())
    return redirect(request.path)


def _yes(*, attendance: Attendance, name: str, reason: str, by: Any, at: Any) -> Attendance:
    return hours.approve(
        attendance=attendance, by=by, at=at, said_way=Attendance.Said.LINK, said_name=name
    )


def _no(*, attendance: Attendance, name: str, reason: str, by: Any, at: Any) -> Attendance:
    return hours.send_back(
        attendance=attendance, reason=reason, by=by, at=at, said_way=Attendance.Said.LINK,
        said_name=name,
    )  # fmt: skip
