"""Who may act for whom: staff enter and end it; on one's own page one sees it and ends it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.forms import Form
from tomoni.ground.people import mandate_paper, queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import mandates
from tomoni.ground.people.forms.mandates import EndMandateForm, MandateForm, OfficeForm
from tomoni.ground.people.models import Mandate, OfficeRun, Person
from tomoni.ground.people.views.persons import choose, visible

PAGE = 50


def _rows(among: Any, today: Any) -> list[tuple[Mandate, str]]:
    """Each mandate with what is shown of its state: in force, later, or over."""
    return [(row, _state(row, today)) for row in among]


def _state(row: Mandate, today: Any) -> str:
    if row.ended_at or (row.until_on and row.until_on < today):
        return "over"
    return "later" if row.from_on > today else "now"


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_safe
def index(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, today = visible(request, pk, "mandates"), localdate()
    return render(
        request,
        "people/staff/mandates.html",
        {
            "person": person,
            "rows": _rows(queries.mandates_of(person), today),
            "held": queries.mandates_held(person, today),
            "office": queries.office_run_of(person),
            "acts": Paginator(queries.acts_for(person), PAGE).get_page(request.GET.get("page")),
        },
    )


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    return choose(
        request,
        pk,
        MandateForm,
        mandates.give,
        "people/staff/mandate_give.html",
        _("登録しました。本人と代わりの人に知らせます。"),
        back="people:mandates",
    )


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form to sign at the counter, with the person's name on it."""
    return _pdf(visible(request, pk))


@login_is_enough
@never_cache
@require_safe
def my_paper(request: HttpRequest) -> HttpResponse:
    """The same form for oneself, to fill in at home and bring along."""
    return _pdf(queries.person_of(request.user))  # type: ignore[arg-type]


def _pdf(person: Person | None) -> HttpResponse:
    answer = HttpResponse(mandate_paper.form(person), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="mandate.pdf"'
    return answer


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    person = visible(request, pk)
    mandate = get_object_or_404(queries.mandates_of(person), pk=row)
    form = EndMandateForm(request.POST or None)
    if form.attempt(mandates.end, mandate=mandate, by=request.user, at=now()):
        messages.success(request, _("終わらせました。本人と代わりの人に知らせます。"))
        return redirect("people:mandates", pk=pk)
    context = {"person": person, "mandate": mandate, "form": form}
    return render(request, "people/staff/mandate_end.html", context)


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["GET", "POST"])
def begin_office(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk)
    form = OfficeForm(request.POST or None)
    if form.attempt(mandates.begin_office, person=person, by=request.user, at=now()):
        messages.success(request, _("登録しました。本人に手紙で知らせます。"))
        return redirect("people:mandates", pk=pk)
    return render(request, "people/staff/office_begin.html", {"person": person, "form": form})


@needs(Ability.KEEP_MANDATES)
@never_cache
@require_http_methods(["GET", "POST"])
def end_office(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk)
    run = get_object_or_404(OfficeRun, person=person, ended_on=None)
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(mandates.end_office, run=run, by=request.user, at=now()):
        messages.success(request, _("終わらせました。本人に手紙で知らせます。"))
        return redirect("people:mandates", pk=pk)
    return render(request, "people/staff/office_end.html", {"person": person, "form": form})


@login_is_enough
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Who may act for me and what they did; for whom I may act."""
    person, today = queries.person_of(request.user), localdate()  # type: ignore[arg-type]
    if person is None:
        return render(request, "people/my_mandates.html", {"rows": [], "held": [], "acts": None})
    return render(
        request,
        "people/my_mandates.html",
        {
            "rows": _rows(queries.mandates_of(person), today),
            "held": queries.mandates_held(person, today),
            "office": queries.office_run_of(person),
            "acts": Paginator(queries.acts_for(person), PAGE).get_page(request.GET.get("page")),
        },
    )


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def end_mine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person says no, or the delegate gives it back; neither has to say why."""
    person = queries.person_of(request.user)  # type: ignore[arg-type]
    among = Mandate.objects.filter(Q(person=person) | Q(delegate=person), ended_at=None)
    mandate = get_object_or_404(
        among.select_related("person", "delegate") if person else among.none(), pk=pk
    )
    by_person = mandate.person_id == person.pk  # type: ignore[union-attr]
    form = Form(request.POST if request.method == "POST" else None)
    because = Mandate.Ended.PERSON if by_person else Mandate.Ended.DELEGATE
    if form.attempt(mandates.end, mandate=mandate, because=because, by=request.user, at=now()):
        messages.success(request, _("終わらせました。"))
        return redirect("people:my_mandates")
    context = {"mandate": mandate, "form": form, "by_person": by_person}
    return render(request, "people/my_mandate_end.html", context)
