"""Staff ring those who would fit a shift."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.doing.volunteering import access
from tomoni.doing.volunteering.access import Ability
from tomoni.doing.volunteering.actions import sounding
from tomoni.doing.volunteering.forms.staff import SoundingForm
from tomoni.doing.volunteering.models import Sounding
from tomoni.doing.volunteering.views.needs import crumbs
from tomoni.doing.volunteering.views.shifts import kept


@needs(Ability.WORK)
@require_POST
def ring(request: HttpRequest, pk: UUID, volunteer: UUID) -> HttpResponse:
    """Take the telephone for somebody, so that nobody else rings them for this shift."""
    found = kept(request, pk)
    who = get_object_or_404(access.staff_volunteers(request.user), pk=volunteer)
    try:
        row = sounding.begin(shift=found, volunteer=who, by=request.user, at=now())
    except Refused as no:
        messages.warning(request, f"{who}: {no.sentence}")
        return redirect("volunteering:shift_desk", pk=pk)
    return redirect("volunteering:sounding", pk=row.pk)


@needs(Ability.WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to ring, what to say, and what they said."""
    rows = Sounding.objects.filter(volunteer__in=access.staff_volunteers(request.user).values("pk"))
    row = get_object_or_404(rows.select_related("volunteer__person", "by"), pk=pk)
    shift = kept(request, row.shift_id)
    posts = shift.posts.select_related("shift__need__baton").order_by("code")
    form = SoundingForm(request.POST or None, posts=posts, initial={"answer": row.answer or None})
    back = reverse("volunteering:shift_desk", args=[shift.pk])
    if form.attempt(sounding.answer, sounding=row, by=request.user, at=now()):
        turn = form.done
        messages.success(
            request,
            f"{row.volunteer}: {turn.get_status_display()} {turn.number}"
            if turn
            else _("記録しました。"),
        )
        return redirect(back)
    context = {
        "row": row, "shift": shift, "form": form, "back": back,
        "crumbs": crumbs((str(shift), back), (str(row.volunteer), "")),
    }  # fmt: skip
    return render(request, "volunteering/staff/sounding.html", context)
