"""The shape of every HSDS 3.0 document we give, for the OpenAPI description.

Only the fields that the directory can fill. Nothing else may appear: the models forbid it, as
the specification's own check does.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict


class Strict(Schema):
    """No field that is not named here; a field that says nothing is left out."""

    model_config = ConfigDict(extra="forbid")


class Metadata(Strict):
    id: UUID
    resource_type: str
    last_action_date: date
    last_action_type: str
    field_name: str
    previous_value: str
    replacement_value: str
    updated_by: str


class Taxonomy(Strict):
    id: UUID
    name: str
    description: str
    version: str = ""


class TaxonomyTerm(Strict):
    id: UUID
    code: str
    name: str
    description: str
    parent_id: UUID = None  # type: ignore[assignment]
    taxonomy: str
    taxonomy_detail: Taxonomy
    language: str


class Attribute(Strict):
    id: UUID
    link_type: str
    link_entity: str
    value: str
    taxonomy_term: TaxonomyTerm


class Phone(Strict):
    id: UUID
    number: str
    extension: int = 0
    type: Literal["voice", "fax"]
    description: str = ""


class Contact(Strict):
    id: UUID
    name: str = ""
    email: str = ""
    phones: list[Phone] = []


class Language(Strict):
    id: UUID
    name: str
    code: str
    note: str = ""


class Address(Strict):
    id: UUID
    address_1: str
    address_2: str = ""
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: Literal["physical"]


class Accessibility(Strict):
    id: UUID
    description: str
    details: str = ""


class Schedule(Strict):
    """Hours as an RFC 5545 rule; a rule without times is a day of rest or words."""

    id: UUID
    valid_from: date = None  # type: ignore[assignment]
    valid_to: date = None  # type: ignore[assignment]
    dtstart: date = None  # type: ignore[assignment]
    until: date = None  # type: ignore[assignment]
    timezone: int = 9
    wkst: Literal["MO"] = "MO"
    freq: Literal["WEEKLY", "MONTHLY"] = "WEEKLY"
    interval: int = 1
    byday: str = ""
    description: str = ""
    opens_at: str = ""
    closes_at: str = ""
    notes: str = ""


class Location(Strict):
    """A place with the fields that stand once."""

    id: UUID
    location_type: Literal["physical"]
    organization_id: UUID = None  # type: ignore[assignment]
    name: str
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    latitude: float = 0
    longitude: float = 0


class FullLocation(Location):
    addresses: list[Address] = []
    accessibility: list[Accessibility] = []


class Organization(Strict):
    """An organisation with the fields that stand once."""

    id: UUID
    name: str
    alternate_name: str = ""
    description: str
    email: str = ""
    website: str = ""
    legal_status: str = ""


class OrganizationIdentifier(Strict):
    id: UUID
    identifier_scheme: str
    identifier_type: str
    identifier: str


class CostOption(Strict):
    id: UUID
    option: str
    currency: Literal["JPY"]
    amount: int


class RequiredDocument(Strict):
    id: UUID
    document: str


class Service(Strict):
    """A service with the fields that stand once."""

    id: UUID
    organization_id: UUID = None  # type: ignore[assignment]
    name: str
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    application_process: str = ""
    fees_description: str = ""
    eligibility_description: str = ""
    minimum_age: int = 0
    maximum_age: int = 0
    assured_date: date = None  # type: ignore[assignment]
    alert: str = ""
    last_modified: datetime
    organization: Organization = None  # type: ignore[assignment]


class NestedServiceAtLocation(Strict):
    id: UUID
    description: str = ""
    schedules: list[Schedule] = []
    location: FullLocation


class ServiceArea(Strict):
    """A district whose people the service is for; `extent` names its towns."""

    id: UUID
    name: str
    extent: str = ""
    extent_type: Literal["text"] = "text"
    uri: str


class ServiceWithoutPlaces(Service):
    phones: list[Phone] = []
    contacts: list[Contact] = []
    schedules: list[Schedule] = []
    service_areas: list[ServiceArea] = []
    languages: list[Language] = []
    cost_options: list[CostOption] = []
    required_documents: list[RequiredDocument] = []
    attributes: list[Attribute] = []
    metadata: list[Metadata] = []


class FullService(ServiceWithoutPlaces):
    """A service with everything that belongs to it."""

    service_at_locations: list[NestedServiceAtLocation] = []


class ServiceAtLocation(Strict):
    """A service at a location with the fields that stand once."""

    id: UUID
    service_id: UUID
    location_id: UUID
    description: str = ""
    location: Location
    service: Service


class FullServiceAtLocation(Strict):
    """A service at a location with everything that belongs to both."""

    id: UUID
    service_id: UUID
    location_id: UUID
    description: str = ""
    schedules: list[Schedule] = []
    location: FullLocation
    service: ServiceWithoutPlaces


class FullOrganization(Organization):
    """An organisation with its places and its services."""

    phones: list[Phone] = []
    locations: list[FullLocation] = []
    organization_identifiers: list[OrganizationIdentifier] = []
    services: list[FullService] = []


class Page(Strict):
    """One page of a list."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class ServicePage(Page):
    contents: list[FullService]


class ServiceAtLocationPage(Page):
    contents: list[FullServiceAtLocation | ServiceAtLocation]


class OrganizationPage(Page):
    contents: list[FullOrganization]


class TaxonomyPage(Page):
    contents: list[Taxonomy]


class TaxonomyTermPage(Page):
    contents: list[TaxonomyTerm]


class About(Strict):
    """What this door is."""

    version: str
    profile: str
    openapi_url: str


class Wrong(Strict):
    """One parameter that could not be used."""

    name: str
    reason: str


class Problem(Strict):
    """An error with a sentence that helps (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []
