"""A clerk takes a list in: choose, read what would happen, take in, mend the rest."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.town.places.access import Ability
from tomoni.town.places.forms.importing import ListForm
from tomoni.town.places.importing import desk
from tomoni.town.places.models import ImportBatch, Listing

PER_PAGE = 50


@needs(Ability.IMPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Choose a list, and see the lists taken in before."""
    form = ListForm(request.POST or None, request.FILES or None)
    if form.attempt(desk.try_file, by=request.user, at=timezone.now()):
        return redirect("places:import", pk=form.done.pk)
    done = ImportBatch.objects.filter(dry_run=False).select_related("by")
    context = {
        "form": form,
        "page": Paginator(done, 20).get_page(request.GET.get("page")),
        "steps": _steps(),
        "crumbs": [(_("一覧表の取り込み"), "")],
    }
    return render(request, "places/importing/index.html", context)


@needs(Ability.IMPORT)
@never_cache
@require_safe
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """What would happen, or what has happened, row by row."""
    batch = get_object_or_404(ImportBatch.objects.select_related("by"), pk=pk)
    report = batch.report
    part = "repairs" if request.GET.get("list") == "repairs" else "rejections"
    items = report.get(part, [])
    context = {
        "batch": batch,
        "report": report,
        "part": part,
        "page": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
        "cut": report.get(f"{part}_count", 0) - len(items),
        "rejected_file": desk.rejected_rows(batch) is not None,
        "drafts": _drafts(batch),
        "steps": _steps(),
        "here": 2 if batch.dry_run else 3,
        "crumbs": [
            (_("一覧表の取り込み"), reverse("places:imports")),
            (batch.file, ""),
        ],
    }
    return render(request, "places/importing/show.html", context)


@needs(Ability.IMPORT)
@require_POST
def apply(request: HttpRequest, pk: str) -> HttpResponse:
    """Take the tried list in."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    try:
        done = desk.carry_out(batch=batch, by=request.user, at=timezone.now())
    except Refused as no:
        messages.error(request, no.sentence)
        return redirect("places:imports")
    messages.success(
        request,
        _("取り込みました。新しく載せた %(created)s件、直した %(updated)s件。")
        % {"created": done.created, "updated": done.updated},
    )
    return redirect("places:import", pk=done.pk)


@needs(Ability.IMPORT)
@never_cache
@require_safe
def rejected(request: HttpRequest, pk: str) -> FileResponse:
    """The rows that were not taken in, each with its reason, to be mended."""
    batch = get_object_or_404(ImportBatch, pk=pk)
    path = desk.rejected_rows(batch)
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=desk.rejected_name(batch),
        content_type="text/csv; charset=utf-8",
    )


def _steps() -> list[str]:
    return [_("ファイルを選ぶ"), _("中身を確かめる"), _("取り込む")]


def _drafts(batch: ImportBatch) -> int:
    """Entries of this list that nobody can see yet."""
    if batch.dry_run or not batch.dataset:
        return 0
    scope: dict[str, Any] = {"origin__startswith": f"{batch.city_code or '-'}:{batch.dataset}:"}
    return Listing.objects.filter(status=Listing.Status.DRAFT, **scope).count()
