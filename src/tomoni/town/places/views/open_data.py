"""/open-data/: what the city gives out, for people and for programs."""

from datetime import datetime
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from tomoni.core.access import public
from tomoni.core.city import city
from tomoni.town.places.importing.specs import Spec
from tomoni.town.places.opendata import datasets, files, others, rows
from tomoni.town.places.opendata.catalogue import EXCEL, dcat


def _spec(slug: str) -> Spec:
    spec = datasets.spec_of(slug)
    if spec is None:
        raise Http404
    return spec


def _etag(request: HttpRequest, slug: str, *args: Any) -> str | None:
    spec = datasets.spec_of(slug)
    if spec is None:
        return None
    held = datasets.dataset(spec)
    when = held.updated_at.timestamp() if held.updated_at else 0
    return f'"{slug}-{held.rows}-{when:.6f}-{request.GET.get("encoding", "")}"'


def _modified(request: HttpRequest, slug: str, *args: Any) -> datetime | None:
    spec = datasets.spec_of(slug)
    return datasets.dataset(spec).updated_at if spec else None


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every list with its formats, licence and day of the last change."""
    context = {
        "datasets": [
            *(_card(request, each) for each in datasets.datasets()),
            *(_other_card(request, each) for each in others.held()),
        ],
        **terms(request),
        "crumbs": [(_("オープンデータ"), "")],
    }
    return render(request, "places/open_data/catalogue.html", context)


@public
@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One list: its columns, sources, files, and what the old encoding cannot show."""
    spec = _spec(slug)
    held = datasets.dataset(spec)
    listings = datasets.listings(spec)
    context = {
        **_card(request, held),
        "columns": spec.columns,
        "sources": datasets.credits_of(spec),
        "has_gsi": listings.filter(dataset__startswith="gsi_").exists(),
        "unmappable": files.unmappable(rows.rows(spec, listings, city())).most_common(40),
        **terms(request),
        "crumbs": [(_("オープンデータ"), reverse("places:open_data")), (_title(request, spec), "")],
    }
    return render(request, "places/open_data/dataset.html", context)


@public
@require_safe
@condition(etag_func=_etag, last_modified_func=_modified)
def as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list as CSV; `?encoding=cp932` for programs that read nothing newer."""
    spec = _spec(slug)
    encoding = "cp932" if request.GET.get("encoding") == "cp932" else "utf-8"
    lines = files.csv_lines(
        rows.headers(spec), rows.rows(spec, datasets.listings(spec), city()), encoding
    )
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    answer = StreamingHttpResponse(lines, content_type=f"text/csv; charset={charset}")
    return as_file(answer, slug, "csv")


@public
@require_safe
@condition(etag_func=_etag, last_modified_func=_modified)
def as_xlsx(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The list as an Excel file of text cells."""
    spec = _spec(slug)
    found = rows.rows(spec, datasets.listings(spec), city())
    book = files.workbook(spec.title, rows.headers(spec), found)
    return as_file(FileResponse(book, content_type=EXCEL), slug, "xlsx")


@public
@require_safe
def as_catalogue(request: HttpRequest) -> JsonResponse:
    """The catalogue in the words of DCAT."""

    def address(name: str, slug: str | None) -> str:
        return request.build_absolute_uri(reverse(name, args=[slug] if slug else []))

    answer = JsonResponse(
        dcat(city(), address),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type="application/ld+json",
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def as_file(answer: Any, slug: str, ending: str) -> Any:
    name = f"{city().code}_{slug}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def terms(request: HttpRequest) -> dict[str, str]:
    """On what terms the lists may be used, in the reader's words."""
    terms, language = city().open_data, request.display.language  # type: ignore[attr-defined]
    return {
        "licence": terms.said("licence_name", language),
        "licence_url": terms.licence_url,
        "credit": terms.said("attribution", language),
        "publisher": terms.said("publisher", language),
    }


def _title(request: HttpRequest, spec: Spec) -> str:
    return spec.title_in(request.display.language)  # type: ignore[attr-defined]


def _card(request: HttpRequest, held: datasets.Dataset) -> dict[str, Any]:
    return {
        "title": _title(request, held.spec),
        "slug": held.slug,
        "spec": held.spec,
        "rows": held.rows,
        "updated_at": held.updated_at,
        "file": f"{city().code}_{held.slug}",
        "page_url": reverse("places:open_dataset", args=[held.slug]),
        "csv_url": reverse("places:open_csv", args=[held.slug]),
        "xlsx_url": reverse("places:open_xlsx", args=[held.slug]),
    }


def _other_card(request: HttpRequest, held: others.Other) -> dict[str, Any]:
    return {
        "title": held.title_in(request.display.language),  # type: ignore[attr-defined]
        "slug": held.slug,
        "rows": held.rows,
        "updated_at": held.updated_at,
        "page_url": reverse(held.page),
        "csv_url": reverse(held.csv),
        "xlsx_url": reverse(held.xlsx),
    }
