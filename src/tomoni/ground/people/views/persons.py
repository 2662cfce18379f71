"""Staff pages of persons: finding, opening, correcting, household and relations.

Every page starts from `access.visible_persons`; opening somebody's page is written down.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core import audit, break_glass, reading_log
from tomoni.core.access import can, needs
from tomoni.ground.people import queries
from tomoni.ground.people.access import Ability, team_to_ask, visible_persons
from tomoni.ground.people.actions import households, persons
from tomoni.ground.people.forms.persons import MoveInForm, PersonForm, RelateForm
from tomoni.ground.people.forms.staff import EndForm
from tomoni.ground.people.models import HouseholdMember, Person, Relation
from tomoni.ground.people.rules.relations import age_on

PAGE = 50
MOST_CHOICES = 20


def visible(request: HttpRequest, pk: UUID, *fields: str) -> Person:
    """The person with this key if the reader may see them; that they were opened is written down.

    Args:
        fields: What the page shows besides the name.
    """
    among = visible_persons(request.user, localdate()).select_related("town", "user", "controller")
    person = get_object_or_404(among, pk=pk)
    reading_log.opened(
        person, by=request.user, at=now(), fields=("name", "name_kana", *fields), basis="duty"
    )
    return person


ALL = ("birth_on", "phone", "email", "address", "note", "households", "relations")


def to_read(request: HttpRequest, pk: UUID) -> Person:
    """The person within one's own scope, or by an emergency access that is open."""
    try:
        return visible(request, pk, *ALL)
    except Http404:
        if str(pk) not in break_glass.open_things(request.user, Person._meta.label, now()):
            raise
    person = get_object_or_404(Person.objects.filter(merged_into=None), pk=pk)
    reading_log.opened(
        person,
        by=request.user,
        at=now(),
        fields=("name", "name_kana", *ALL),
        basis="break_glass",
    )
    return person


@needs(Ability.SEE_PERSONS)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:200]
    among = visible_persons(request.user, localdate()).select_related("town")
    found = queries.find(among, words) if words.strip() else among.order_by("-updated_at", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/staff/persons.html",
        {
            "page": page,
            "q": words,
            "ask": team_to_ask(),
            "may_keep": can(request.user, Ability.KEEP_PERSONS),
        },
    )


@needs(Ability.SEE_PERSONS)
@never_cache
@require_safe
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, today = to_read(request, pk), localdate()
    return render(
        request,
        "people/staff/person.html",
        {
            "person": person,
            "age": age_on(person.birth_on, today),
            "speaks": dict(settings.LANGUAGES).get(person.language, person.language),
            "kin": queries.kin_of(person, today),
            "household": queries.household_of(person, today),
            "today": today,
            "may_keep": can(request.user, Ability.KEEP_PERSONS),
            "may_mandate": can(request.user, Ability.KEEP_MANDATES),
        },
    )


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, initial={"name": request.GET.get("name", "")[:100]})
    if form.attempt(persons.create, by=request.user, at=now()):
        messages.success(request, _("登録しました。"))
        if back := _back(request):  # Whoever was looked for and not found is now chosen there.
            return redirect(f"{back}?{urlencode({'q': form.done.name})}")
        return redirect("people:person", pk=form.done.pk)
    return render(request, "people/staff/person_edit.html", {"form": form})


def _back(request: HttpRequest) -> str:
    """The page of another person from which somebody came to make this one known."""
    path = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours and path.startswith("/staff/persons/") and "?" not in path else ""


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk, *ALL)
    form = PersonForm(request.POST or None, initial=PersonForm.initial_of(person))
    if form.attempt(persons.edit, person=person, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect("people:person", pk=pk)
    return render(request, "people/staff/person_edit.html", {"form": form, "person": person})


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk, "history")
    page = Paginator(audit.history(person), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/staff/person_history.html", {"person": person, "page": page})


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, pk: UUID) -> HttpResponse:
    return choose(
        request, pk, RelateForm, households.relate, "people/staff/relate.html", _("登録しました。")
    )


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def move_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    return choose(
        request,
        pk,
        MoveInForm,
        households.move_in,
        "people/staff/move_in.html",
        _("登録しました。"),
    )


def choose(
    request: HttpRequest,
    pk: UUID,
    form_class: Any,
    action: Any,
    template: str,
    done: str,
    back: str = "people:person",
) -> HttpResponse:
    """A search, its results to choose one from, and what the chosen one is."""
    person = visible(request, pk)
    words = request.GET.get("q", "")[:200]
    among = visible_persons(request.user, localdate()).exclude(pk=pk)
    found = queries.find(among, words) if words.strip() else among.none()
    some = found.filter(pk__in=list(found.values_list("pk", flat=True)[:MOST_CHOICES]))
    form = form_class(request.POST or None, among=some)
    if form.attempt(action, person=person, by=request.user, at=now()):
        messages.success(request, done)
        return redirect(back, pk=pk)
    context = {
        "person": person,
        "form": form,
        "q": words,
        "some": bool(words) and some.exists(),
        "may_keep": can(request.user, Ability.KEEP_PERSONS),
    }
    return render(request, template, context)


@needs(Ability.KEEP_PERSONS)
@require_http_methods(["GET", "POST"])
def end_relation(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    person = visible(request, pk)
    relation = get_object_or_404(Relation.objects.select_related("other"), pk=row, person=person)
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(households.end_relation, relation=relation, by=request.user, at=now()):
        return redirect("people:person", pk=pk)
    return render(request, "people/staff/end_person_row.html", {"form": form, "person": person})


@needs(Ability.KEEP_PERSONS)
@require_http_methods(["GET", "POST"])
def move_out(request: HttpRequest, pk: UUID, row: int) -> HttpResponse:
    person = visible(request, pk)
    member = get_object_or_404(HouseholdMember, pk=row, person=person)
    form = EndForm(request.POST or None, initial={"on": localdate()})
    if form.attempt(households.move_out, member=member, by=request.user, at=now()):
        return redirect("people:person", pk=pk)
    return render(request, "people/staff/end_person_row.html", {"form": form, "person": person})
