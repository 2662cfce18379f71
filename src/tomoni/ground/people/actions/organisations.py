"""Organisations: created and corrected by those who keep the directory."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tomoni.core import audit
from tomoni.core.errors import Refused
from tomoni.core.locks import lock
from tomoni.ground.people.models import Organisation, User

FIELDS = (
    "name", "name_kana", "name_en", "kind", "corporate_number", "description",
    "phone", "email", "url",
)  # fmt: skip


@transaction.atomic
def create(
    *,
    name: str,
    by: User | None,
    at: datetime,
    slug: str = "",
    is_sample: bool = False,
    **details: Any,
) -> Organisation:
    """A new organisation; its address word comes from the English name when none is given.

    Raises:
        Refused: when the address word is taken.
    """
    if not slug:
        slug = slugify(details.get("name_en") or "")[:70]
        if not slug or _taken(slug):
            tail = get_random_string(6, "abcdefghjkmnpqrstuvwxyz23456789")
            slug = f"{slug or 'org'}-{tail}"
    if _taken(slug):
        raise Refused(_("このアドレスの名前は使われています。"), field="slug")
    made = Organisation.objects.create(
        name=name.strip(), slug=slug, is_sample=is_sample, created_at=at, updated_at=at, **details
    )
    audit.record("people.organisation_created", made, by=by, at=at, changes={"name": ("", name)})
    return made


@transaction.atomic
def edit(*, organisation: Organisation, by: User, at: datetime, **details: Any) -> Organisation:
    """Correct what is said about an organisation."""
    unknown = set(details) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of an organisation: {unknown}")
    organisation = lock(organisation)
    changes = audit.differences(organisation, details)
    if not changes:
        return organisation
    for field, (_old, new) in changes.items():
        setattr(organisation, field, new)
    organisation.updated_at = at
    organisation.save(update_fields=[*changes, "updated_at"])
    audit.record("people.organisation_edited", organisation, by=by, at=at, changes=changes)
    return organisation


def _taken(slug: str) -> bool:
    return Organisation.objects.filter(slug=slug).exists()
