"""Balances of paper cards taken over: choose, read what would happen row by row, take in, mend the rest."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tomoni.core.access import needs
from tomoni.core.errors import Refused
from tomoni.core.tables.rejected import beside
from tomoni.doing.points.access import Ability
from tomoni.doing.points.forms.opening import OpeningForm
from tomoni.doing.points.import_desk import WAITING, reader
from tomoni.doing.points.importing import COLUMNS
from tomoni.doing.points.models import Scheme
from tomoni.doing.points.views.staff import crumbs, terms_of

PAGE = 50


@needs(Ability.RULE)
@never_cache
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    scheme = _scheme(slug)
    form = OpeningForm(request.POST or None, request.FILES or None)
    if form.attempt(WAITING.try_file, read=reader(scheme), by=request.user, at=now()):
        return redirect("points:opening_list", slug=slug, key=form.done)
    return render(request, "points/staff/opening.html", _context(scheme, 1, form=form))


@needs(Ability.RULE)
@never_cache
@require_safe
def opening_list(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """What would happen, or what has happened; only for whoever chose the file."""
    report = _report(request, key)
    context = _context(
        _scheme(slug), 2 if report["dry_run"] else 3, key=key, report=report,
        page=Paginator(report["rejections"], PAGE).get_page(request.GET.get("page")),
        rejected_file=WAITING.rejected_rows(request.user, key) is not None,
    )  # fmt: skip
    for item in report["rejections"]:
        item["column"] = COLUMNS.get(item["field"], ("",))[0]
    return render(request, "points/staff/opening_list.html", context)


@needs(Ability.RULE)
@never_cache
@require_POST
def opening_apply(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    try:
        with transaction.atomic():
            WAITING.carry_out(key, reader(_scheme(slug)), by=request.user, at=now())
    except Refused as no:
        messages.error(request, no.sentence)
        return redirect("points:opening", slug=slug)
    messages.success(request, _("紙のカードの残高を取り込みました。"))
    return redirect("points:opening_list", slug=slug, key=key)


@needs(Ability.RULE)
@never_cache
@require_safe
def opening_rejected(request: HttpRequest, slug: str, key: UUID) -> FileResponse:
    """The rows that were not taken in, each with its reason, to be mended."""
    path = WAITING.rejected_rows(request.user, key)
    if path is None:
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True,
        filename=beside(path.with_name(_report(request, key)["file"])).name,
        content_type="text/csv; charset=utf-8",
    )  # fmt: skip


@needs(Ability.RULE)
@never_cache
@require_safe
def opening_sample(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty table with the headings that are read and one row to show how."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    names = ("name", "name_kana", "birth_on", "address", "phone", "points", "since", "years")
    rows.writerow([COLUMNS[name][0] for name in names])
    year = localdate().year - 1
    rows.writerow(["見本 花子", "みほん はなこ", "1948-05-01", "花園2丁目5-12", "", "12", f"{year}年度", "7"])  # fmt: skip
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="cards-{_scheme(slug).slug}.csv"'
    return answer


def _scheme(slug: str) -> Scheme:
    return get_object_or_404(Scheme, slug=slug)


def _report(request: HttpRequest, key: UUID) -> dict[str, Any]:
    try:
        return WAITING.report_of(request.user, key)
    except FileNotFoundError:
        raise Http404 from None


def _context(scheme: Scheme, here: int, **more: Any) -> dict[str, Any]:
    return {
        "scheme": scheme, "here": here, "terms": terms_of(scheme, max(localdate(), scheme.begins_on)),
        "steps": [_("ファイルを選ぶ"), _("中身を確かめる"), _("取り込む")],
        "crumbs": crumbs((scheme.name, ""), (_("紙のカードの残高を取り込む"), "")), **more,
    }  # fmt: skip
