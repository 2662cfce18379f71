"""Staff pages of entries that may be one person."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tomoni.core.access import needs
from tomoni.core.forms import Form
from tomoni.ground.people.access import Ability, visible_persons
from tomoni.ground.people.actions import merging
from tomoni.ground.people.models import PersonMerge
from tomoni.ground.people.queries import duplicates
from tomoni.ground.people.rules.duplicates import compare
from tomoni.ground.people.views.persons import visible

PAGE = 50


@needs(Ability.MERGE_PERSONS)
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    among = visible_persons(request.user, localdate())
    page = Paginator(duplicates.pairs(among), PAGE).get_page(request.GET.get("page"))
    done = PersonMerge.objects.filter(undone_at=None, kept__in=among).select_related("kept", "gone")
    return render(request, "people/staff/duplicates.html", {"page": page, "done": done[:PAGE]})


@needs(Ability.MERGE_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    shown = ("birth_on", "phone", "address")
    kept, gone = visible(request, pk, *shown), visible(request, other, *shown)
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(merging.merge, kept=kept, gone=gone, by=request.user, at=now()):
        messages.success(request, _("まとめました。あとから元に戻せます。"))
        return redirect("people:person", pk=pk)
    context = {
        "kept": kept,
        "gone": gone,
        "form": form,
        "likeness": compare(duplicates.known(kept), duplicates.known(gone)),
    }
    return render(request, "people/staff/merge.html", context)


@needs(Ability.MERGE_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(PersonMerge.objects.select_related("kept", "gone"), pk=pk)
    visible(request, row.kept_id)
    form = Form(request.POST if request.method == "POST" else None)
    if form.attempt(merging.undo, merge=row, by=request.user, at=now()):
        messages.success(request, _("元に戻しました。"))
        return redirect("people:duplicates")
    return render(request, "people/staff/unmerge.html", {"merge": row, "form": form})
