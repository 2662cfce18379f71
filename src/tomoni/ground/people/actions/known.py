"""Making the bodies known that an outside list names, many at once."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tomoni.core import audit
from tomoni.ground.people.models import Organisation


def known(names: Iterable[str]) -> dict[str, UUID]:
    """Name → key of the organisations that bear one of these exact names."""
    found: dict[str, UUID] = {}
    rows = Organisation.objects.filter(name__in=list(names)).order_by("created_at", "id")
    for name, pk in rows.values_list("name", "pk"):
        found.setdefault(name, pk)
    return found


@transaction.atomic
def know(
    *, numbers: Mapping[str, str], by: Any, at: datetime, keys: Mapping[str, UUID] | None = None
) -> dict[str, UUID]:
    """The organisations of these exact names; unknown ones are added.

    Args:
        numbers: Name → 法人番号 as the list gives it, or ''.
        keys: Name → the key a new organisation is to get.

    Returns:
        Name → key, for every name.
    """
    found = known(numbers)
    new = [
        Organisation(
            id=(keys or {}).get(name) or uuid4(),
            name=name,
            slug=f"org-{hashlib.blake2b(name.encode(), digest_size=6).hexdigest()}",
            kind=_kind(name),
            corporate_number=number if re.fullmatch(r"\d{13}", number) else "",
            created_at=at,
            updated_at=at,
        )
        for name, number in numbers.items()
        if name not in found
    ]
    Organisation.objects.bulk_create(new)
    audit.record_many("people.organisation_listed", [(row, None) for row in new], by=by, at=at)
    return {**found, **{row.name: row.pk for row in new}}


def _kind(name: str) -> str:
    kinds = Organisation.Kind
    for word, kind in (
        ("社会福祉協議会", kinds.COUNCIL),
        ("社会福祉法人", kinds.WELFARE),
        ("医療法人", kinds.MEDICAL),
        ("非営利活動法人", kinds.NPO),
        ("NPO", kinds.NPO),
        ("会社", kinds.BUSINESS),
        ("町内会", kinds.NEIGHBOURHOOD),
        ("自治会", kinds.NEIGHBOURHOOD),
        ("学校法人", kinds.SCHOOL),
    ):
        if word in name:
            return kind
    return kinds.CITY if re.search(r"[市町村都道府県課]$", name) else kinds.OTHER
