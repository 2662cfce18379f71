"""A group's month on one page, and hours that wait for a yes."""

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import login_is_enough
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.actions import grid as actions
from tomoni.doing.volunteering.actions import hours as said
from tomoni.doing.volunteering.models import Attendance
from tomoni.doing.volunteering.queries import months as queries
from tomoni.doing.volunteering.views.needs import crumbs, kept
from tomoni.web.dates import long_month

PAGE = 50


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows are people, columns are days. Everything is saved, or nothing, with every wrong cell told."""
    need = kept(request, pk)
    month = _month(request.GET.get("month", "") or request.POST.get("month", ""))
    days = [month.replace(day=n) for n in range(1, monthrange(month.year, month.month)[1] + 1)]
    people = {one.pk: one for one in queries.helpers(need, month)}
    typed, wrong = dict[actions.Cell, str](), dict[actions.Cell, str]()
    if request.method == "POST":
        typed = {
            (key, day): request.POST.get(f"c-{key}-{day.day}", "").strip()[:20]
            for key in people for day in days
        }  # fmt: skip
        typed = {cell: text for cell, text in typed.items() if text}
        try:
            n = actions.save(need=need, volunteers=people, typed=typed, by=request.user, at=now())
        except actions.WrongCells as no:
            wrong = no.cells
            messages.error(request, no.sentence)
        else:
            messages.success(request, _("%(n)sか所の時間を保存しました。") % {"n": n})
            return redirect(f"{request.path}?month={month:%Y-%m}")
    known = queries.standing(need, month)
    rows = [
        {
            "volunteer": one,
            "cells": [
                {
                    "name": f"c-{one.pk}-{day.day}", "day": day, "row": known.get((one.pk, day)),
                    "text": typed.get((one.pk, day), ""), "wrong": wrong.get((one.pk, day), ""),
                }
                for day in days
            ],
        }
        for one in people.values()
    ]  # fmt: skip
    context = {
        "need": need, "month": month, "month_said": long_month(month, get_language() or "ja"), "days": days, "rows": rows,
        "wrong": [(people[key], day, text) for (key, day), text in sorted(wrong.items(), key=lambda c: (str(c[0][0]), c[0][1]))],
        "before": queries.next_month(month, -1), "after": queries.next_month(month, 1),
        "crumbs": crumbs((need.number, reverse("volunteering:need", args=[pk])), (_("月の表"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/grid.html", context)


def _month(text: str) -> date:
    try:
        year, month = (int(part) for part in text[:7].split("-"))
        found = date(year, month, 1)
    except ValueError:
        return localdate().replace(day=1)
    return found if 2000 <= year <= 2100 else localdate().replace(day=1)


@login_is_enough
@never_cache
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """What waits for a yes, and what earned nothing though it should; never one's own."""
    rows = access.kept_hours(request.user, localdate())
    if (
        not access.works(request.user)
        and not access.organisations_of(request.user, localdate()).exists()
    ):
        raise Http404
    waiting = rows.filter(status=Attendance.Status.REPORTED).order_by("on", "pk")
    context = {
        "page": Paginator(waiting, PAGE).get_page(request.GET.get("page")),
        "without": rows.approved().filter(earning=None, need__scheme__isnull=False)
        .exclude(reason="").order_by("-on", "pk")[:PAGE],
        "recent": rows.approved().order_by("-said_at", "pk")[:20],
        "crumbs": crumbs((_("手伝った時間"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/hours.html", context)


@login_is_enough
@require_POST
def deed(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Yes by telephone or by oneself, no with a reason, undone, points given later."""
    row = get_object_or_404(access.kept_hours(request.user, localdate()), pk=pk)
    way = "phone" if access.works(request.user) else "screen"
    known: dict[str, Any] = {"attendance": row, "by": request.user, "at": now()}
    # No form reads these two, and PostgreSQL keeps no NUL.
    words = {"reason": request.POST.get("reason", "").replace("\0", "")[:200]}
    name = request.POST.get("name", "").replace("\0", "")
    try:
        if deed == "yes":
            said.approve(said_way=way, said_name=name, **known)
        elif deed == "no":
            said.send_back(said_way=way, said_name=name, **words, **known)
        elif deed == "undo":
            said.undo(**words, **known)
        elif deed == "points":
            said.earn_again(**known)
        else:
            raise Http404
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("%(name)sさんの分を書きました。") % {"name": row.giver.name})
    return redirect("volunteering:hours")
