"""The districts whose people an entry is for, as HSDS service areas."""

from typing import Any

from django.urls import reverse

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document, doc, own


def area(one: Any, site: str) -> Document:
    """A district with its towns of today in words; needs `district.now` at hand."""
    district = one.district
    towns = "、".join(row.town.name for row in district.now)
    return doc(
        id=derived("area", one.listing_id, district.kind, district.code),
        name=own(district, "name"),
        extent=towns,
        extent_type="text" if towns else "",
        uri=site + reverse("places:district", args=[district.kind, district.code]),
    )
