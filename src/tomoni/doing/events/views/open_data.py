"""The list of events for everybody: CSV, CSV for old programs, Excel; JSON is /events.json."""

import hashlib
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.doing.events.queries import open_data as queries
from tomoni.town.places.opendata import files
from tomoni.town.places.opendata.catalogue import EXCEL
from tomoni.town.places.views.open_data import as_file, terms


def _etag(request: HttpRequest) -> str:
    """Changes with the dates and, since what is over falls out, with their number."""
    held = queries.held()
    said = (held.rows, held.updated_at, request.GET.get("encoding", ""), timezone.localdate())
    return f'"event-{hashlib.sha256(repr(said).encode()).hexdigest()[:20]}"'


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the list holds, its columns and its files."""
    held = queries.held()
    language = request.display.language  # type: ignore[attr-defined]
    at = timezone.now()
    context = {
        "title": held.title_in(language),
        "slug": held.slug,
        "rows": held.rows,
        "updated_at": held.updated_at,
        "file": f"{city().code}_{held.slug}",
        "spec": SimpleNamespace(own_layout=False, edition=held.edition),
        "columns": [
            {"header": name, "required": "必須" if name in queries.REQUIRED else "任意"}
            for name in queries.HEADER
        ],
        "sources": held.sources,
        "unmappable": files.unmappable(_rows(at)).most_common(40),
        "csv_url": reverse(held.csv),
        "xlsx_url": reverse(held.xlsx),
        "json_url": reverse(held.json),
        **terms(request),
        "crumbs": [
            (_("オープンデータ"), reverse("places:open_data")),
            (held.title_in(language), ""),
        ],
    }
    return render(request, "places/open_data/dataset.html", context)


@public
@require_safe
@condition(etag_func=_etag)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV; `?encoding=cp932` for programs that read nothing newer."""
    encoding = "cp932" if request.GET.get("encoding") == "cp932" else "utf-8"
    lines = files.csv_lines(list(queries.HEADER), _rows(timezone.now()), encoding)
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    answer = StreamingHttpResponse(lines, content_type=f"text/csv; charset={charset}")
    return as_file(answer, "event", "csv")  # type: ignore[no-any-return]


@public
@require_safe
@condition(etag_func=_etag)
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The list as an Excel file of text cells."""
    book = files.workbook(queries.TITLES["ja"], list(queries.HEADER), _rows(timezone.now()))
    answer: Any = FileResponse(book, content_type=EXCEL)
    return as_file(answer, "event", "xlsx")  # type: ignore[no-any-return]


def _rows(at: datetime) -> list[list[str]]:
    """In Japanese whatever the reader's language: the file is the same for everybody."""
    with translation.override("ja"):
        return list(queries.rows(at))
