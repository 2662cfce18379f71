"""What may stand behind the question mark, by the names of the specification."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Schema
from pydantic import BeforeValidator, Field

MOST_PER_PAGE = 1000
A_DAY = re.compile(r"^\d{4}-\d\d-\d\d")
LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")


def _moment(value: Any) -> Any:
    """A moment; the + of its zone often arrives as a space, and a bare day is its first minute."""
    if isinstance(value, str):
        if not A_DAY.match(value.strip()):
            raise ValueError("write 2026-11-23T09:00:00+09:00 or 2026-11-23")
        return LOST_PLUS.sub(r"+\1", value.strip())
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Spoken(Schema):
    """In which language."""

    lang: Literal["ja", "ja-easy", "en"] = Field(
        "ja",
        description="Names and texts in this language where the town has written them, else in "
        "Japanese (our addition; the Accept-Language header is not read).",
    )


class Paging(Spoken):
    """Which part of a list, in which form and language."""

    page: int = Field(1, ge=1, description="Page number, from 1.")
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE, description="Results in a page.")
    format: Literal["json", "ndjson"] = Field(
        "json", description="ndjson gives all results without pages, one document a line."
    )


class Listed(Paging):
    search: str = Field("", max_length=200, pattern=r"^[^\x00]*$", description="Words to look for.")


class Services(Listed):
    taxonomy_term_id: UUID | None = Field(None, description="Services with this term.")
    taxonomy_id: UUID | None = Field(None, description="Services with any term of it.")
    organization_id: UUID | None = Field(None, description="Services of this organisation.")
    modified_after: Moment | None = Field(
        None,
        description="Changed at or after this moment; includes services that have ended "
        "(status defunct) or were withdrawn (inactive). Without a zone: Japan's time.",
    )
    full: bool = Field(False, description="Whole documents with everything that belongs to them.")

    def filters(self) -> dict[str, Any]:
        """The words of `queries.services`."""
        after = self.modified_after
        if after:
            # Databases cannot turn the first and last day of the calendar into another zone.
            after = after.replace(year=min(max(after.year, 1904), 2996))
        if after and timezone.is_naive(after):
            after = timezone.make_aware(after)
        if after:
            # PostgreSQL knows no zone beyond sixteen hours; a stranger may write one.
            after = after.astimezone(UTC)
        return {
            "search": self.search,
            "term": self.taxonomy_term_id,
            "vocabulary": self.taxonomy_id,
            "organisation": self.organization_id,
            "modified_after": after,
        }


class OnlyServices(Services):
    minimal: bool = Field(
        False,
        description="Only id, name, status and last_modified; all on one page unless per_page is given.",
    )


class ServicesAt(Services):
    postcode: str | None = Field(
        None, pattern=r"^\d{3}-?\d{4}$", description="Postcode whose middle is the centre."
    )
    proximity: float | None = Field(
        None, gt=0, le=100_000, description="Metres from the centre; 2000 when left out."
    )
    lat: float | None = Field(None, ge=-90, le=90, description="Own centre (our addition).")
    lng: float | None = Field(None, ge=-180, le=180, description="Own centre (our addition).")


class Organizations(Listed):
    full: bool = Field(False, description="Whole documents with places and services.")
    full_service: bool = Field(False, description="With whole services inside; implies full.")


class OneOrganization(Spoken):
    full_service: bool = Field(False, description="With whole services inside.")


class Terms(Listed):
    taxonomy_id: UUID | None = Field(None, description="Terms of this taxonomy.")
    top_only: bool = Field(False, description="Only terms without a parent.")
    parent_id: UUID | None = Field(None, description="Terms right under this one.")
