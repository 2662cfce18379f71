"""What stands in the folder: one function for each kind of file."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import translation

from tomoni.api import geojson
from tomoni.api.hsds import documents, pages, queries, taxonomy
from tomoni.core.city import City
from tomoni.town.places.models import Listing
from tomoni.town.places.opendata import datasets, files, rows
from tomoni.town.places.opendata.catalogue import EXCEL, dcat

LISTS, GEOJSON, HSDS = "lists", "geojson", "hsds"
KINDS = (LISTS, GEOJSON, HSDS)
NDJSON = "application/x-ndjson"


@dataclass(frozen=True)
class Written:
    """One file of the folder, by its path inside it."""

    path: str
    title: str
    kind: str
    rows: int
    edition: str = ""
    sources: tuple[str, ...] = ()


def lists(folder: Path, town: City, only: frozenset[str]) -> Iterator[Written]:
    """Every list that holds anything, as CSV and as Excel, with the catalogue of all."""
    (folder / "lists").mkdir()
    for held in datasets.datasets():
        if only and held.slug not in only:
            continue
        about = {
            "title": held.spec.title,
            "edition": held.spec.edition,
            "sources": tuple(datasets.credits_of(held.spec)),
        }
        name = f"lists/{town.code}_{held.slug}"
        header, found = rows.headers(held.spec), datasets.listings(held.spec)
        count = 0
        with (folder / f"{name}.csv").open("wb") as target:
            for line in files.csv_lines(header, rows.rows(held.spec, found, town), "utf-8"):
                target.write(line)
                count += 1
        count -= 2  # The mark of UTF-8 and the headings.
        yield Written(f"{name}.csv", kind="text/csv", rows=count, **about)  # type: ignore[arg-type]
        with (
            files.workbook(held.spec.title, header, rows.rows(held.spec, found, town)) as book,
            (folder / f"{name}.xlsx").open("wb") as target,
        ):
            shutil.copyfileobj(book, target)
        yield Written(f"{name}.xlsx", kind=EXCEL, rows=count, **about)  # type: ignore[arg-type]


def catalogue(folder: Path, town: City, site: str) -> Iterator[Written]:
    """The same catalogue as on the site; its addresses lead there."""
    said = dcat(town, lambda name, slug: site + reverse(name, args=[slug] if slug else []))
    _write(folder / "catalogue.json", json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    yield Written(
        "catalogue.json", "オープンデータの目録（DCAT）", "application/ld+json",
        len(said["dcat:dataset"]),
    )  # fmt: skip


def places(folder: Path, site: str) -> Iterator[Written]:
    """Every public place with a point."""
    public = Listing.objects.public()
    with (folder / "places.geojson").open("w", encoding="utf-8") as target:
        target.writelines(geojson.pieces(public, site))
    count = geojson.located(public).count()
    yield Written("places.geojson", "地図で使う場所の一覧", geojson.CONTENT_TYPE, count)


def hsds(folder: Path, site: str, today: date) -> Iterator[Written]:
    """Whole HSDS 3.0 documents, one a line, as the API gives them with `full=true`."""
    (folder / "hsds").mkdir()
    services = queries.services()
    whole: list[tuple[str, str, pages.Found]] = [
        (
            "organizations", "組織（HSDS 3.0）",
            pages.rows(
                queries.with_services(queries.organisations(), full=False),
                documents.organisations(site, full=True, full_service=False),
            ),
        ),
        (
            "services", "サービス（HSDS 3.0）",
            pages.rows(
                queries.in_full(services), documents.services(site, full=True, today=today)
            ),
        ),
        (
            "service_at_locations", "場所ごとのサービス（HSDS 3.0）",
            pages.rows(
                queries.services_at(services, full=True),
                documents.services_at(site, full=True, today=today),
            ),
        ),
        (
            "taxonomies", "分類の種類（HSDS 3.0）",
            pages.things(taxonomy.taxonomies(), taxonomy.Taxonomy.document),
        ),
        (
            "taxonomy_terms", "分類のことば（HSDS 3.0）",
            pages.things(taxonomy.terms(), taxonomy.Term.document),
        ),
    ]  # fmt: skip
    for name, title, found in whole:
        path, count = f"hsds/{name}.ndjson", 0
        with (folder / path).open("w", encoding="utf-8") as target, translation.override("ja"):
            for batch in found.batches():
                target.writelines(f"{pages.text(one)}\n" for one in batch)
                count += len(batch)
        yield Written(path, title, NDJSON, count, edition="HSDS 3.0")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def described(written: Written, extra: dict[str, Any]) -> dict[str, Any]:
    """A file as a row of the manifest; what says nothing is left out."""
    said = {
        "path": written.path,
        "title": written.title,
        "media_type": written.kind,
        "rows": written.rows,
        "edition": written.edition,
        "sources": list(written.sources),
    }
    return {name: value for name, value in said.items() if value not in ("", [])} | extra
