"""Staff do for somebody on the telephone or at the counter what others do on their own pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.actions import afterwards, hours, volunteers
from tomoni.doing.volunteering.forms.public import IncidentForm, ReportForm
from tomoni.doing.volunteering.forms.staff import HeardForm
from tomoni.doing.volunteering.models import Attendance, Need, Volunteer
from tomoni.doing.volunteering.queries import own
from tomoni.doing.volunteering.views.needs import form_page


def _who(request: HttpRequest, pk: UUID) -> Volunteer:
    return get_object_or_404(access.staff_volunteers(request.user), pk=pk)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hours that somebody tells on the telephone; who was helped is asked as always."""
    who = _who(request, pk)
    rows = Need.objects.open().filter(own.may_report(who)).order_by("title", "pk")
    kept = access.kept_needs(request.user, localdate()).values("pk")
    form = ReportForm(request.POST or None, needs=rows.filter(pk__in=kept))
    back = reverse("volunteering:person", args=[pk])
    if form.attempt(hours.report, volunteer=who, by=request.user, at=now()):
        messages.success(
            request, _("受け付けました。手伝ってもらった人が確かめると、時間が決まります。")
        )
        return redirect(back)
    return form_page(request, form, _("聞いた時間を書く"), back, about=str(who))


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something went wrong, and somebody telephones."""
    who = _who(request, pk)
    form = IncidentForm(request.POST or None)
    if form.attempt(afterwards.tell_incident, volunteer=who, by=request.user, at=now()):
        messages.success(
            request, _("受け付けました。番号は %(n)s です。") % {"n": form.done.number}
        )
        return redirect("volunteering:incident", pk=form.done.pk)
    back = reverse("volunteering:person", args=[pk])
    return form_page(request, form, _("聞いた事故や困ったことを書く"), back, about=str(who))


@needs(Ability.WORK)
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They stop helping."""
    who = _who(request, pk)
    try:
        volunteers.leave(volunteer=who, by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("%(name)sさんの登録を終えました。") % {"name": who})
    return redirect("volunteering:person", pk=pk)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it was, as one side says on the telephone."""
    rows = access.kept_hours(request.user, localdate()).filter(status=Attendance.Status.APPROVED)
    row = get_object_or_404(rows, pk=pk)
    form = HeardForm(request.POST or None)
    if form.attempt(afterwards.say, attendance=row, by=request.user, at=now()):
        messages.success(request, _("感想を書きました。"))
        return redirect("volunteering:hours")
    return form_page(
        request, form, _("聞いた感想を書く"), reverse("volunteering:hours"),
        about=f"{row.volunteer} · {row.need}",
    )  # fmt: skip
