"""Staff: volunteers by skill, time and place; registers; certificates at the counter; incidents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.doing.points.rules.years import year_of
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.actions import certificates
from tomoni.doing.volunteering.actions import registers as courses
from tomoni.doing.volunteering.actions import volunteers as actions
from tomoni.doing.volunteering.forms import staff as forms
from tomoni.doing.volunteering.forms.public import PeriodForm, slots
from tomoni.doing.volunteering.models import Course, Register, Registered, Skill
from tomoni.doing.volunteering.queries import own, search
from tomoni.doing.volunteering.views.needs import crumbs, form_page
from tomoni.ground.districts.models import Town
from tomoni.ground.people.queries import find

PAGE, SHIFTS = 50, 30


@needs(Ability.WORK)
@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Volunteers by name, skill, time and how near they are to a town."""
    asked = search.Asked.of(request.GET)
    rows = search.volunteers(access.staff_volunteers(request.user), asked)
    context = {
        "asked": asked, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "skills": Skill.choices, "slots": slots(), "towns": Town.objects.order_by("order", "pk"),
        "crumbs": crumbs((_("ボランティアの名簿"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/people.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Somebody known registers at the counter; whoever is not found is made known first."""
    among = search.unrestricted(request.user)
    if request.method == "POST":
        person = get_object_or_404(among, pk=search.as_uuid(request.POST.get("person", "")))
        made = actions.register(person=person, by=request.user, at=now())
        return redirect("volunteering:person", pk=made.pk)
    words = request.GET.get("q", "").strip()
    context = {
        "q": words, "persons": find(among, words)[:10] if words else (),
        "crumbs": crumbs((_("ボランティアを登録する"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/new.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One volunteer: what they told, what they did, and the form that keeps it."""
    found = get_object_or_404(access.staff_volunteers(request.user), pk=pk)
    form = forms.VolunteerForm(request.POST or None, initial=own.told(found))
    if form.attempt(actions.keep, volunteer=found, by=request.user, at=now()):
        messages.success(request, _("直しました。"))
        return redirect("volunteering:person", pk=pk)
    context = {
        "volunteer": found, "form": form, "sum": own.year(found, *year_of(localdate())),
        "shifts": access.kept_shifts(request.user, localdate()).coming(now())
        .filter(need__baton__status="open")
        .exclude(pk__in=found.turns.alive().values("shift")).order_by("starts_at", "pk")[:SHIFTS],
        "turns": found.turns.select_related("shift__need", "post").order_by("-shift__starts_at", "pk")[:20],
        "registered": Registered.objects.filter(person=found.person).order_by("-since_on", "pk"),
        "crumbs": crumbs((_("ボランティアの名簿"), reverse("volunteering:people")), (str(found), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/person.html", context)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A certificate for somebody who came to the counter."""
    found = get_object_or_404(access.staff_volunteers(request.user), pk=pk)
    first, last = year_of(localdate())
    form = PeriodForm(
        request.POST or None, initial={"first_on": first, "last_on": min(last, localdate())}
    )
    if form.attempt(certificates.issue, volunteer=found, by=request.user, at=now()):
        return redirect("volunteering:certificate", pk=form.done.pk)
    back = reverse("volunteering:person", args=[pk])
    return form_page(request, form, _("活動の証明書"), back, about=str(found))


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A course that was attended elsewhere."""
    found = get_object_or_404(access.staff_volunteers(request.user), pk=pk)
    form = forms.EnterForm(request.POST or None)
    back = reverse("volunteering:person", args=[pk])
    if form.attempt(courses.enter, person=found.person, by=request.user, at=now()):
        messages.success(request, _("名簿に入れました。"))
        return redirect(back)
    return form_page(request, form, _("受けた講座を書く"), back, about=str(found))


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def registers(request: HttpRequest) -> HttpResponse:
    """Who has learnt what and until when; and which courses enter which register."""
    form = forms.CourseForm(request.POST or None)
    if form.attempt(courses.keep_course, by=request.user, at=now()):
        messages.success(request, _("決めました。受けた人は名簿に入ります。"))
        return redirect("volunteering:registers")
    which = request.GET.get("register", "")
    rows = Registered.objects.filter(person__in=search.unrestricted(request.user)).select_related(
        "person"
    )
    if which in Register.values:
        rows = rows.filter(register=which)
    context: dict[str, Any] = {
        "form": form, "which": which, "choices": Register.choices, "today": localdate(),
        "courses": Course.objects.select_related("series").order_by("register", "pk"),
        "page": Paginator(rows.order_by("-since_on", "pk"), PAGE).get_page(request.GET.get("page")),
        "crumbs": crumbs((_("受講の名簿"), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/registers.html", context)


@needs(Ability.WORK)
@never_cache
@require_safe
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What went wrong; the baton on the desk ends it."""
    found = get_object_or_404(access.staff_incidents(request.user), pk=pk)
    context = {
        "incident": found, "words": (found.words or {}).get("words", ""),
        "crumbs": crumbs((found.number, "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/incident.html", context)
