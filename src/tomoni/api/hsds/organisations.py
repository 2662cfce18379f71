"""Organisations as HSDS organizations."""

from typing import Any

from tomoni.api.hsds.contacts import organisation_phones
from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.locations import full_location
from tomoni.api.hsds.shape import Document, doc, label, own, uri
from tomoni.ground.people.models import Organisation


def organisation(body: Organisation) -> Document:
    """One organisation with the fields that stand once."""
    private = body.kind == Organisation.Kind.NEIGHBOURHOOD
    return doc(
        id=str(body.pk),
        name=own(body, "name"),
        alternate_name=body.name if own(body, "name") != body.name else body.name_en,
        description=body.description or label(Organisation.Kind, body.kind),
        email="" if private else body.email,
        website=uri(body.url),
        legal_status=label(Organisation.Kind, body.kind),
    )


def full_organisation(body: Any, services: list[Document]) -> Document:
    """One organisation with its places and services; needs `shown_places` at hand."""
    return organisation(body) | doc(
        phones=organisation_phones(body),
        locations=[full_location(place) for place in body.shown_places],
        organization_identifiers=_identifiers(body),
        services=services,
    )


def _identifiers(body: Organisation) -> list[Document]:
    if not body.corporate_number:
        return []
    return [
        {
            "id": derived("identifier", body.pk, "corporate"),
            "identifier_scheme": "JP-JCN",
            "identifier_type": "法人番号",
            "identifier": body.corporate_number,
        }
    ]
