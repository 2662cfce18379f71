"""The catalogue of the lists in the words of DCAT, for the page and for the exported folder."""

from collections.abc import Callable
from typing import Any

from tomoni.core.city import City
from tomoni.town.places.opendata import datasets, others

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# (name of an address, slug of a list or None) → the whole address.
Address = Callable[[str, str | None], str]


def dcat(town: City, address: Address) -> dict[str, Any]:
    """Every list that holds anything, as a DCAT catalogue."""
    terms = town.open_data
    publisher = {
        "@type": "foaf:Agent",
        "foaf:name": terms.publisher,
        "dct:identifier": town.code,
    }
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": address("places:open_data", None),
        "@type": "dcat:Catalog",
        "dct:title": f"{town.name} オープンデータ",
        "dct:publisher": publisher,
        "dct:license": terms.licence_url,
        "dct:rights": terms.attribution,
        "dct:language": "ja",
        "dcat:dataset": [
            *(_dataset(each, town, address, publisher) for each in datasets.datasets()),
            _voices(town, address, publisher),
            *(_other(each, town, address, publisher) for each in others.held()),
        ],
    }


def _other(
    held: others.Other, town: City, address: Address, publisher: dict[str, str]
) -> dict[str, Any]:
    return {
        "@id": address(held.page, None),
        "@type": "dcat:Dataset",
        "dct:identifier": f"{town.code}_{held.slug}",
        "dct:title": held.title_in("ja"),
        "dct:conformsTo": held.edition,
        "dct:modified": held.updated_at.isoformat() if held.updated_at else None,
        "dct:license": town.open_data.licence_url,
        "dct:rights": town.open_data.attribution,
        "dct:publisher": publisher,
        "dct:source": held.sources,
        "tomoni:rows": held.rows,
        "dcat:distribution": [
            _file(address(held.csv, None), "text/csv"),
            _file(address(held.xlsx, None), EXCEL),
            _file(address(held.json, None), "application/json"),
        ],
    }


def _dataset(
    held: datasets.Dataset, town: City, address: Address, publisher: dict[str, str]
) -> dict[str, Any]:
    return {
        "@id": address("places:open_dataset", held.slug),
        "@type": "dcat:Dataset",
        "dct:identifier": f"{town.code}_{held.slug}",
        "dct:title": held.spec.title,
        "dct:conformsTo": held.spec.edition,
        "dct:modified": held.updated_at.isoformat() if held.updated_at else None,
        "dct:license": town.open_data.licence_url,
        "dct:rights": town.open_data.attribution,
        "dct:publisher": publisher,
        "dct:source": datasets.credits_of(held.spec),
        "tomoni:rows": held.rows,
        "dcat:distribution": [
            _file(address("places:open_csv", held.slug), "text/csv"),
            _file(address("places:open_xlsx", held.slug), EXCEL),
        ],
    }


def _voices(town: City, address: Address, publisher: dict[str, str]) -> dict[str, Any]:
    """The counts of what people say to providers; they follow no national layout."""
    return {
        "@id": address("places:voice_statistics", None),
        "@type": "dcat:Dataset",
        "dct:identifier": f"{town.code}_voices",
        "dct:title": "声の統計（お礼・要望・苦情の件数）",
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/QUARTERLY",
        "dct:license": town.open_data.licence_url,
        "dct:rights": town.open_data.attribution,
        "dct:publisher": publisher,
        "dcat:distribution": [_file(address("places:voice_csv", None), "text/csv")],
    }


def _file(where: str, kind: str) -> dict[str, str]:
    return {"@type": "dcat:Distribution", "dcat:downloadURL": where, "dcat:mediaType": kind}
