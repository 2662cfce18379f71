"""The places as GeoJSON (RFC 7946), for our own map and for everybody else's."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from tomoni.core.city import city
from tomoni.town.places.models import Listing, ListingAt, Place
from tomoni.town.places.models.listings import ListingQuerySet
from tomoni.town.places.rules import freshness

CONTENT_TYPE = "application/geo+json"
# A point of these levels may be hundreds of metres off; the map draws it as a circle.
EXACT = frozenset({Place.Level.BUILDING, Place.Level.ADDRESS})
COLUMNS = (
    "id", "listing_id", "listing__slug", "listing__name", "listing__name_kana",
    "listing__name_en", "listing__status", "listing__category_id", "listing__category__name",
    "listing__category__icon", "listing__is_sample", "listing__checked_on", "listing__source",
    "listing__review_due_on",
    "place__name", "place__address", "place__lat", "place__lng", "place__level",
    "place__accuracy_m", "label",
)  # fmt: skip


def located(listings: ListingQuerySet) -> Any:
    """The rows of `listings` at places whose point is known."""
    return ListingAt.objects.filter(
        listing__in=listings.order_by().values("pk"), place__lat__isnull=False
    )


def pieces(listings: ListingQuerySet, site: str) -> Iterator[str]:
    """The feature collection in pieces, so that a whole city never stands in memory.

    `unlocated` counts the rows that have no point and are therefore not in the file.
    """
    here = located(listings).order_by("pk")
    whole = ListingAt.objects.filter(listing__in=listings.order_by().values("pk")).count()
    head = {
        "type": "FeatureCollection",
        "name": city().site_title,
        "unlocated": whole - here.count(),
    }
    yield _json(head)[:-1] + ',"features":['
    comma, batch = "", []
    for row in here.values(*COLUMNS).iterator(chunk_size=2000):
        batch.append(comma + _json(feature(row, site)))
        comma = ",\n"
        if len(batch) == 200:
            yield "".join(batch)
            batch = []
    yield "".join(batch) + "]}\n"


def feature(row: dict[str, Any], site: str) -> dict[str, Any]:
    """One feature; empty texts are left out to keep the file small."""
    level = row["place__level"]
    about = {
        "listing": str(row["listing_id"]),
        "slug": row["listing__slug"],
        "name": row["listing__name"],
        "name_kana": row["listing__name_kana"],
        "name_en": row["listing__name_en"],
        "url": f"{site}/places/{row['listing__slug']}/",
        "category": row["listing__category_id"],
        "category_name": row["listing__category__name"],
        "icon": row["listing__category__icon"],
        "status": row["listing__status"],
        "suspended": row["listing__status"] == Listing.Status.SUSPENDED,
        "place": row["place__name"],
        "label": row["label"],
        "address": row["place__address"],
        "level": level,
        "accuracy_m": row["place__accuracy_m"],
        "approximate": level not in EXACT,
        "sample": row["listing__is_sample"],
        "checked_on": str(row["listing__checked_on"] or ""),
        # True when the day by which somebody should have checked it has passed, or none ever did.
        "unconfirmed": freshness.freshness(row["listing__review_due_on"], timezone.localdate())
        == freshness.Freshness.STALE,
        "review_due_on": str(row["listing__review_due_on"] or ""),
        "source": row["listing__source"],
    }
    return {
        "type": "Feature",
        "id": f"{row['listing__slug']}.{row['id']}",
        "geometry": {
            "type": "Point",
            "coordinates": [round(row["place__lng"], 6), round(row["place__lat"], 6)],
        },
        "properties": {k: v for k, v in about.items() if v not in ("", None)},
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
