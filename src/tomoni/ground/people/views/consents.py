"""Consents: on one's own page one press both ways; staff write down paper and spoken words."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import login_is_enough, needs
from tomoni.core.forms import Form
from tomoni.ground.people import consent_paper, queries
from tomoni.ground.people.access import Ability
from tomoni.ground.people.actions import consents
from tomoni.ground.people.forms.consents import ConsentForm, ConsentTextForm
from tomoni.ground.people.models import Consent, ConsentText, Person
from tomoni.ground.people.views.persons import visible


def _text(kind: str) -> ConsentText:
    text = queries.text_of(kind)
    if text is None:
        raise Http404
    return text


def _me(request: HttpRequest) -> Person:
    person = queries.person_of(request.user)  # type: ignore[arg-type]
    if person is None:
        raise Http404
    return person


@login_is_enough
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    person = queries.person_of(request.user)  # type: ignore[arg-type]
    lines = queries.consents_of(person, localdate()) if person else []
    return render(request, "people/my_consents.html", {"lines": lines})


@login_is_enough
@never_cache
@require_http_methods(["GET", "POST"])
def my_consent(request: HttpRequest, kind: str) -> HttpResponse:
    """One consent in full: what it says, what I said, and one button to say it or take it back."""
    text, person = _text(kind), _me(request)
    line = next(x for x in queries.consents_of(person, localdate()) if x.text == text)
    form = Form(request.POST if request.method == "POST" else None)
    act = Consent.Act.GIVEN if request.POST.get("act") == "given" else Consent.Act.WITHDRAWN
    read = get_object_or_404(ConsentText, pk=_uuid(request.POST.get("text"), text), kind=kind)
    if form.attempt(
        consents.say_myself, person=person, text=read, act=act, by=request.user, at=now()
    ):
        given = act == Consent.Act.GIVEN
        messages.success(request, _("同意しました。") if given else _("取りやめました。"))
        return redirect("people:my_consents")
    history = [row for row in queries.history_of(person) if row.kind == kind]
    context = {"text": text, "line": line, "form": form, "history": history}
    return render(request, "people/my_consent.html", context)


def _uuid(typed: str | None, text: ConsentText) -> UUID:
    """The version that stood on the page; a word that is no key is taken as the newest."""
    try:
        return UUID(typed or "")
    except ValueError:
        return text.pk


@login_is_enough
@never_cache
@require_safe
def my_paper(request: HttpRequest, kind: str) -> HttpResponse:
    return _pdf(_text(kind), _me(request))


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_safe
def index(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = visible(request, pk, "consents")
    return render(
        request,
        "people/staff/consents.html",
        {
            "person": person,
            "lines": queries.consents_of(person, localdate()),
            "history": queries.history_of(person),
        },
    )


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def write_down(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    person, text = visible(request, pk, "consents"), _text(kind)
    may = queries.mandates_of(person).in_force(localdate())  # type: ignore[attr-defined]
    form = ConsentForm(
        request.POST or None,
        mandates=may,
        initial={"explained_by": str(request.user), "act": "given", "on": localdate()},
    )
    if form.attempt(consents.say, person=person, text=text, by=request.user, at=now()):
        messages.success(request, _("記録しました。"))
        return redirect("people:consents", pk=pk)
    context = {"person": person, "text": text, "form": form}
    return render(request, "people/staff/consent_write.html", context)


@needs(Ability.KEEP_PERSONS)
@never_cache
@require_safe
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    return _pdf(_text(kind), visible(request, pk))


@needs(Ability.CONSENT_TEXTS)
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    return render(request, "people/staff/consent_texts.html", {"texts": queries.newest_texts()})


@needs(Ability.CONSENT_TEXTS)
@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, kind: str) -> HttpResponse:
    text = _text(kind)
    form = ConsentTextForm(
        request.POST or None, initial={part: getattr(text, part) for part in consents.PARTS}
    )
    if form.attempt(consents.publish, kind=kind, by=request.user, at=now()):
        messages.success(request, _("新しい版を出しました。前の版の同意はそのまま残ります。"))
        return redirect("people:consent_texts")
    return render(request, "people/staff/consent_text.html", {"form": form, "text": text})


def _pdf(text: ConsentText, person: Person) -> HttpResponse:
    response = HttpResponse(consent_paper.form(text, person), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="consent-{text.kind}.pdf"'
    return response
