"""A clerk takes a list of persons in: choose, read what would happen row by row, take in, mend the rest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.tables.rejected import beside
from tomoni.ground.people import import_desk
from tomoni.ground.people.access import Ability
from tomoni.ground.people.forms.importing import ListOfPersonsForm

PAGE = 50


@needs(Ability.IMPORT_PERSONS)
@never_cache
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    form = ListOfPersonsForm(request.POST or None, request.FILES or None)
    if form.attempt(import_desk.try_file, by=request.user, at=now()):
        return redirect("people:import", key=form.done)
    return render(
        request, "people/staff/importing/index.html", {"form": form, "steps": _steps(), "here": 1}
    )


@needs(Ability.IMPORT_PERSONS)
@never_cache
@require_safe
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """What would happen, or what has happened; only for whoever chose the file."""
    report = _report(request, key)
    context = {
        "key": key,
        "report": report,
        "page": Paginator(report["rejections"], PAGE).get_page(request.GET.get("page")),
        "rejected_file": import_desk.rejected_rows(request.user, key) is not None,  # type: ignore[arg-type]
        "steps": _steps(),
        "here": 2 if report["dry_run"] else 3,
    }
    return render(request, "people/staff/importing/show.html", context)


@needs(Ability.IMPORT_PERSONS)
@require_POST
def apply(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        import_desk.carry_out(key=key, by=request.user, at=now())  # type: ignore[arg-type]
    except Refused as no:
        messages.error(request, no.sentence)
        return redirect("people:imports")
    messages.success(request, _("名簿を取り込みました。"))
    return redirect("people:import", key=key)


@needs(Ability.IMPORT_PERSONS)
@never_cache
@require_safe
def rejected(request: HttpRequest, key: UUID) -> FileResponse:
    """The rows that were not taken in, each with its reason, to be mended."""
    path = import_desk.rejected_rows(request.user, key)  # type: ignore[arg-type]
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=beside(path.with_name(_report(request, key)["file"])).name,
        content_type="text/csv; charset=utf-8",
    )


def _report(request: HttpRequest, key: UUID) -> dict[str, Any]:
    try:
        return import_desk.report_of(request.user, key)  # type: ignore[arg-type]
    except FileNotFoundError:
        raise Http404 from None


def _steps() -> list[str]:
    return [_("ファイルを選ぶ"), _("中身を確かめる"), _("取り込む")]
