"""The week at one place, and the days that differ."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tomoni.town.places.actions import hours
from tomoni.town.places.forms.hours import ExceptionForm, HoursForm, rows_of
from tomoni.town.places.models import Listing
from tomoni.town.places.queries.hours import timetable_of
from tomoni.town.places.queries.page import day_rows
from tomoni.town.places.rules import hours_words
from tomoni.town.places.views.staff.desk import crumbs, of_own, own_spot
from tomoni.town.places.views.staff.edit import theirs


@of_own
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest, listing: Listing, pk: int) -> HttpResponse:
    """Rows of days, weeks and times; what is saved is read back in words."""
    here = own_spot(listing, pk)
    form = HoursForm(
        request.POST or None,
        rows=rows_of(hours.spans_of(here)),
        initial={
            "holiday_rule": here.holiday_rule,
            "closed_year_end": here.closed_year_end,
            "label": here.label,
            "version": listing.version,
        },
    )
    if form.attempt(hours.set_week, here=here, by=request.user, at=timezone.now()):
        here.refresh_from_db()
        lines = hours_words.week_lines(hours.spans_of(here))
        said = "、".join(line.words for line in lines) or _("利用時間なし")
        messages.success(request, _("保存しました: %(hours)s") % {"hours": said})
        return redirect("places:hours", slug=listing.slug, pk=pk)
    return _page(request, listing, here, form, ExceptionForm(prefix="day"))


def _page(request, listing, here, form, day_form) -> HttpResponse:  # type: ignore[no-untyped-def]
    table = timetable_of(here)
    today = timezone.localdate()
    context = {
        "listing": listing,
        "here": here,
        "form": form,
        "day_form": day_form,
        "lines": hours_words.week_lines(table.spans, today),
        "rests": hours_words.rest_lines(table),
        "days": day_rows(table, today),
        "exceptions": here.exceptions.filter(until_on__gte=today),
        "theirs": theirs(form),
        "crumbs": crumbs(listing, (_("利用時間"), "")),
    }
    return render(request, "places/staff/hours.html", context)


@of_own
@require_POST
def add_day(request: HttpRequest, listing: Listing, pk: int) -> HttpResponse:
    """A day that differs."""
    here = own_spot(listing, pk)
    day_form = ExceptionForm(request.POST, prefix="day")
    if day_form.attempt(hours.add_exception, here=here, by=request.user, at=timezone.now()):
        messages.success(request, _("いつもと違う日を足しました。"))
        return redirect("places:hours", slug=listing.slug, pk=pk)
    form = HoursForm(
        rows=rows_of(hours.spans_of(here)),
        initial={
            "holiday_rule": here.holiday_rule,
            "closed_year_end": here.closed_year_end,
            "label": here.label,
            "version": listing.version,
        },
    )
    return _page(request, listing, here, form, day_form)


@of_own
@require_POST
def remove_day(request: HttpRequest, listing: Listing, pk: int, day: int) -> HttpResponse:
    """That day is ordinary after all."""
    here = own_spot(listing, pk)
    row = get_object_or_404(here.exceptions, pk=day)
    hours.remove_exception(exception=row, by=request.user, at=timezone.now())
    messages.success(request, _("いつもと違う日を消しました。"))
    return redirect("places:hours", slug=listing.slug, pk=pk)
