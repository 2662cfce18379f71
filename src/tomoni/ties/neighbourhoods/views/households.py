"""Households, dues, routes and the list for a disaster: every opening of names is written down."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import reading_log
from tomoni.core.calendar import fiscal_year
from tomoni.ties.neighbourhoods import access, papers
from tomoni.ties.neighbourhoods.access import officer
from tomoni.ties.neighbourhoods.actions import households as actions
from tomoni.ties.neighbourhoods.forms import officers as forms
from tomoni.ties.neighbourhoods.models import Association, Due, Group, MemberHousehold, Task
from tomoni.ties.neighbourhoods.queries import officers as queries
from tomoni.ties.neighbourhoods.rules.posts import Power
from tomoni.ties.neighbourhoods.views.desk import _crumbs, form_page

PAGE = 100
NAMES = ["name", "address", "phone"]


@officer(Power.HOUSEHOLDS)
@never_cache
@require_safe
def index(request: HttpRequest, association: Association) -> HttpResponse:
    """The members' list, by number; shown after the opening is written down."""
    _log(request, association, NAMES)
    rows = MemberHousehold.objects.in_force(localdate()).filter(association=association)
    page = Paginator(rows.select_related("group").order_by("number"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "association": association,
        "crumbs": [*_crumbs(association), (_("会員の世帯"), "")],
    }
    return render(request, "neighbourhoods/staff/households.html", context)


@officer(Power.HOUSEHOLDS)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    """One household, and the form to correct it."""
    household = _household(association, pk)
    _log(request, household, NAMES, about=_whose(household))
    bound = request.POST if request.method == "POST" else None
    form = forms.HouseholdForm(bound, association=association, initial=forms.initial_of(household))
    if form.attempt(actions.correct, household=household, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("neighbourhoods:household", slug=association.slug, pk=pk)
    due = household.dues.filter(year=fiscal_year(localdate())).first()
    context = {
        "household": household,
        "association": association,
        "form": form,
        "due": due,
        "may_take_dues": Power.DUES in request.powers,  # type: ignore[attr-defined]
        "year": fiscal_year(localdate()),
        "crumbs": [*_crumbs(association), (str(household), "")],
    }
    return render(request, "neighbourhoods/staff/household.html", context)


@officer(Power.HOUSEHOLDS)
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    household = _household(association, pk)
    form = forms.LeaveForm(
        request.POST or None, association=association, initial={"left_on": localdate()}
    )
    if form.attempt(actions.leave, household=household, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("neighbourhoods:households", slug=association.slug)
    title = _("%(household)sが町会を抜ける") % {"household": household}
    return form_page(request, form, title, association)


@officer(Power.DUES)
@never_cache
@require_http_methods(["GET", "POST"])
def take_dues(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    household = _household(association, pk)
    form = forms.DuesForm(request.POST or None, association=association)
    if form.attempt(actions.receive_dues, household=household, by=request.user, at=now()):
        messages.success(request, _("会費を受け取りました。領収書を印刷できます。"))
        return redirect("neighbourhoods:dues", slug=association.slug)
    title = _("%(household)sの会費を受け取る") % {"household": household}
    return form_page(request, form, title, association)


@officer(Power.DUES)
@never_cache
@require_safe
def dues(request: HttpRequest, association: Association) -> HttpResponse:
    """What came in, in sums and receipts. There is no list of who has not paid."""
    on = localdate()
    year = _year(request, on)
    context = {
        "dues": queries.dues(association, year, on, with_receipts=True),
        "association": association,
        "crumbs": [*_crumbs(association), (_("会費"), "")],
    }
    return render(request, "neighbourhoods/staff/dues.html", context)


@officer(Power.DUES)
@never_cache
@require_safe
def receipt(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    due = get_object_or_404(
        Due.objects.filter(association=association).select_related("household"), pk=pk
    )
    _log(request, due.household, ["name"], about=_whose(due.household))
    return _pdf(papers.receipt(association, due), f"receipt-{due.year}-{due.receipt}.pdf")


@officer(Power.ROUTE)
@never_cache
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, association: Association, number: int) -> HttpResponse:
    """The circular's order in one 班."""
    found = _group(request, association, number)
    _log(request, association, ["name"])
    rows = queries.route(found, localdate())
    initial = {"numbers": " ".join(str(row.number) for row in rows)}
    form = forms.RouteForm(request.POST or None, association=association, initial=initial)
    if form.attempt(actions.set_route, group=found, by=request.user, at=now()):
        messages.success(request, _("回覧の順を決めました。"))
        return redirect("neighbourhoods:group", slug=association.slug, number=number)
    context = {
        "group": found,
        "rows": rows,
        "form": form,
        "association": association,
        "crumbs": [*_crumbs(association), (str(found), "")],
    }
    return render(request, "neighbourhoods/staff/group.html", context)


@officer(Power.ROUTE)
@never_cache
@require_safe
def route_sheet(request: HttpRequest, association: Association, number: int) -> HttpResponse:
    """The sheet for the circular board; `?for=dues` is the one for going round with the cash box."""
    found = _group(request, association, number)
    _log(request, association, ["name"])
    rows = queries.route(found, localdate())
    for_dues = request.GET.get("for") == "dues"
    return _pdf(papers.route(association, found, rows, for_dues=for_dues), f"route-{number}.pdf")


@officer(Power.EMERGENCY)
@never_cache
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest, association: Association) -> HttpResponse:
    """The list for a disaster, kept apart; it asks why before it opens, and writes that down."""
    reason = request.POST.get("reason", "").strip()[:200]
    entries: list[Any] = []
    if request.method == "POST" and reason:
        _log(request, association, ["emergency"], reason=reason)
        entries = list(association.emergency.filter(ended_on=None).order_by("agreed_on", "pk"))
    context = {
        "association": association,
        "entries": entries,
        "is_open": bool(reason),
        "must_say": request.method == "POST" and not reason,
        "crumbs": [*_crumbs(association), (_("災害時名簿"), "")],
    }
    return render(request, "neighbourhoods/staff/emergency.html", context)


@officer(Power.EMERGENCY)
@require_POST
def end_emergency(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    entry = get_object_or_404(association.emergency.select_related("association"), pk=pk)
    actions.end_emergency(entry=entry, by=request.user, at=now())
    messages.success(request, _("記録しました。"))
    return redirect("neighbourhoods:emergency", slug=association.slug)


@officer(Power.PAGE)
@never_cache
@require_safe
def takers(request: HttpRequest, association: Association, pk: UUID) -> HttpResponse:
    """Who signed up for a task, with how to reach them."""
    task = get_object_or_404(Task.objects.filter(association=association), pk=pk)
    _log(request, task, ["name", "contact"])
    context = {
        "task": task,
        "rows": task.takings.filter(given_up_at=None).select_related("place").order_by(
            "place__number"
        ),
        "wanted": task.places.count(),
        "crumbs": [*_crumbs(association), (task.title, "")],
    }  # fmt: skip
    return render(request, "neighbourhoods/staff/takers.html", context)


@officer(Power.PACK)
@never_cache
@require_safe
def pack(request: HttpRequest, association: Association) -> HttpResponse:
    """Everything the next officers need, on paper."""
    _log(request, association, ["officers", "notes", "routes"])
    return _pdf(papers.pack(association, now()), "hand-over.pdf")


def _household(association: Association, pk: UUID) -> MemberHousehold:
    rows = association.households.select_related("association", "group", "user__person")
    return get_object_or_404(rows, pk=pk)


def _group(request: HttpRequest, association: Association, number: int) -> Group:
    mine = access.groups_of(request.user, association, localdate())
    return get_object_or_404(mine.select_related("association"), number=number)


def _whose(household: MemberHousehold) -> Any:
    """Under whom a reading is found again: the person of the account, else the household."""
    return getattr(household.user, "person", None) or household


def _log(
    request: HttpRequest, thing: Any, fields: list[str], *, about: Any = None, reason: str = ""
) -> None:
    reading_log.opened(
        thing, by=request.user, at=now(), fields=fields, basis="neighbourhood_officer",
        about=about, reason=reason,
    )  # fmt: skip


def _year(request: HttpRequest, on: date) -> int:
    said = request.GET.get("year", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) == 4 else fiscal_year(on)


def _pdf(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
