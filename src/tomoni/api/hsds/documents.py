"""Rows to documents in batches, so that a page costs the same questions whatever its length."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from tomoni.api.hsds import history
from tomoni.api.hsds import services as shapes
from tomoni.api.hsds.organisations import full_organisation, organisation
from tomoni.api.hsds.pages import Documents
from tomoni.api.hsds.shape import Document
from tomoni.town.places.models import Listing, ListingAt


def services(
    site: str, *, full: bool, minimal: bool = False, today: date | None = None
) -> Documents:
    """How listings become documents."""

    def make(rows: Sequence[Listing]) -> list[Document]:
        if minimal:
            return [shapes.minimal(row) for row in rows]
        if not full:
            return [shapes.listed(row, site) for row in rows]
        changes, on = history.histories(rows), today or timezone.localdate()
        return [shapes.full(row, site, on, changes.get(str(row.pk), [])) for row in rows]

    return make


def services_at(site: str, *, full: bool, today: date | None = None) -> Documents:
    """How listings at places become documents."""

    def make(rows: Sequence[ListingAt]) -> list[Document]:
        if not full:
            return [shapes.listed_at(row, site) for row in rows]
        changes = history.histories([row.listing for row in rows])
        on = today or timezone.localdate()
        return [shapes.full_at(row, site, on, changes.get(str(row.listing_id), [])) for row in rows]

    return make


def organisations(site: str, *, full: bool, full_service: bool) -> Documents:
    """How organisations become documents."""

    def make(rows: Sequence[Any]) -> list[Document]:
        if not full:
            return [organisation(row) for row in rows]
        inside = services(site, full=full_service, minimal=not full_service)
        every = [one for row in rows for one in row.shown_listings]
        by_id = {one["id"]: one for one in inside(every)}
        return [
            full_organisation(row, [by_id[str(one.pk)] for one in row.shown_listings])
            for row in rows
        ]

    return make
