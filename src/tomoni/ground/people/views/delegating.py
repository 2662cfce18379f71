"""A delegate's pages: choosing for whom one acts, and what a mandate opens about that person."""

import json
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core import reading_log
from tomoni.core.access import login_is_enough
from tomoni.core.forms import Form
from tomoni.ground.people import acting, everything_paper, holdings, queries
from tomoni.ground.people.actions import delegating
from tomoni.ground.people.forms.correcting import CorrectionForm
from tomoni.ground.people.models import Mandate, Person, Scope

SHOWN_ONCE_OPEN = "people:for_records"


@login_is_enough
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """For whom I may act; with somebody chosen, what I may do for them."""
    one, mine = acting.acting(request), queries.person_of(request.user)  # type: ignore[arg-type]
    held: dict[Person, list[Mandate]] = {}
    for row in (
        queries.mandates_held(mine, localdate()).order_by("person__name_kana", "pk") if mine else ()
    ):
        held.setdefault(row.person, []).append(row)
    context = {
        "acting": one,
        "held": held,
        "opens": bool(one and holdings.scopes_that_open() & one.scopes),
        "corrects": bool(one and Scope.CORRECT in one.scopes),
        "books": bool(one and Scope.BOOK in one.scopes),
    }
    return render(request, "people/acting.html", context)


@login_is_enough
@never_cache
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From now on this session acts for somebody; nothing is done yet, so nobody is told."""
    mine = queries.person_of(request.user)  # type: ignore[arg-type]
    rows = queries.mandates_held(mine, localdate()) if mine else Mandate.objects.none()
    mandate = get_object_or_404(rows.filter(person=pk)[:1])
    acting.choose(request, mandate.person)
    return redirect("people:acting")


@login_is_enough
@never_cache
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    acting.stop(request)
    messages.success(request, _("自分のために使う画面に戻りました。"))
    return redirect("people:me")


Page = Callable[[HttpRequest, acting.Act], HttpResponse]


def for_somebody(*scopes: str) -> Callable[[Page], Callable[[HttpRequest], HttpResponse]]:
    """A page for whom a mandate carries one of these scopes; others read why not.

    Without scopes, any that opens a group of the records is enough.
    """

    def wrap(page: Page) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(page)
        def view(request: HttpRequest) -> HttpResponse:
            wanted = scopes or (Scope.READ, *sorted(holdings.scopes_that_open() - {Scope.READ}))
            act = acting.asked(request, wanted)
            if act is None:
                return redirect("people:acting")
            if why := act.why_not or delegating.why_closed(act.person):
                return acting.refused(request, why)
            return page(request, act)

        return view

    return wrap


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
@for_somebody()
def records(request: HttpRequest, act: acting.Act) -> HttpResponse:
    """Behind a button, because opening is told to the person: a look by mistake tells nobody."""
    at, ground = now(), act.hold()
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(
        delegating.open_records, person=act.person, ground=ground, scope=act.scope,
        by=request.user, at=at,
    ):  # fmt: skip
        return redirect(SHOWN_ONCE_OPEN)
    is_open = queries.is_open_today(ground, at)
    groups = _held(request, act) if is_open and not form.errors else []
    context = {"person": act.person, "form": form, "is_open": is_open, "groups": groups}
    return render(request, "people/acting_records.html", context)


@login_is_enough
@never_cache
@require_safe
@for_somebody()
def records_file(request: HttpRequest, act: acting.Act) -> HttpResponse:
    """The same to take home: readable, on A4, or for machines."""
    if not queries.is_open_today(act.hold(), now()):
        return redirect(SHOWN_ONCE_OPEN)
    groups, form = _held(request, act), request.GET.get("as", "html")
    if form == "pdf":
        pdf = everything_paper.pdf(groups, localdate(), get_language() or "ja", of=act.person.name)
        response = HttpResponse(pdf, content_type="application/pdf")
    elif form == "json":
        text = json.dumps(holdings.as_data(groups), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
    else:
        form = "html"
        english = get_language() == "en"
        context = {
            "groups": groups, "day": localdate(), "html_lang": "en" if english else "ja",
            "of": act.person.name,
        }  # fmt: skip
        response = render(request, "people/everything_file.html", context)
    response["Content-Disposition"] = f'attachment; filename="tomoni-records.{form}"'
    return response


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
@for_somebody(Scope.CORRECT)
def correction(request: HttpRequest, act: acting.Act) -> HttpResponse:
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and (why := acting.changed_meanwhile(request)):
        return acting.refused(request, why)
    if form.attempt(
        delegating.ask_correction, person=act.person, ground=act.hold(), by=request.user, at=now()
    ):
        return render(
            request, "people/correction_asked.html", {"number": form.done, "person": act.person}
        )
    return render(request, "people/acting_correction.html", {"form": form, "person": act.person})


def _held(request: HttpRequest, act: acting.Act) -> list[holdings.Shown]:
    """What the mandates in force open, each look in the reading log before it is shown."""
    one = acting.acting(request)
    scopes = one.scopes if one else frozenset()
    groups = holdings.about_somebody(act.person, queries.all_entries_of(act.person), scopes)
    reading_log.opened(
        act.person, by=request.user, at=now(), fields=[group.code for group in groups],
        basis="mandate",
    )  # fmt: skip
    return groups
