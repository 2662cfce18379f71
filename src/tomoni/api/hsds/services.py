"""Listings as HSDS services, and listings at places as services at locations."""

from datetime import date

from django.utils import timezone

from tomoni.api.hsds import taxonomy
from tomoni.api.hsds.contacts import contact, for_residents, languages, phones
from tomoni.api.hsds.ids import at_id, derived
from tomoni.api.hsds.locations import full_location, location
from tomoni.api.hsds.organisations import organisation
from tomoni.api.hsds.schedules import schedules_of
from tomoni.api.hsds.shape import Document, doc, label, lines, uri
from tomoni.town.places.models import Listing, ListingAt
from tomoni.town.places.rules import since

STATUS = {
    Listing.Status.PUBLISHED: "active",
    Listing.Status.SUSPENDED: "temporarily closed",
    Listing.Status.CLOSED: "defunct",
    # Taken out of the directory after it had been published: those who copied it must know.
    Listing.Status.DRAFT: "inactive",
}
WITHDRAWN = "公開を取りやめた掲載"


def modified(listing: Listing) -> str:
    """The newest change of the listing, its organisation or its places, with milliseconds."""
    moments = [listing.updated_at]
    if listing.organisation:
        moments.append(listing.organisation.updated_at)
    moments += [at.place.updated_at for at in listing.at.all()]
    return max(moments).astimezone(timezone.get_default_timezone()).isoformat("T", "milliseconds")


def minimal(listing: Listing) -> Document:
    """Just enough to see what is new."""
    return {
        "id": str(listing.pk),
        "name": WITHDRAWN if listing.status == Listing.Status.DRAFT else listing.name,
        "status": STATUS[Listing.Status(listing.status)],
        "last_modified": modified(listing),
    }


def gone(listing: Listing) -> Document:
    """What is left of a listing that has ended: that it has, when and why."""
    said = ""
    if listing.status == Listing.Status.CLOSED:
        ended = since.ended(listing.closed_on, listing.closed_on_known) if listing.closed_on else ""
        said = f"{ended}{listing.closed_reason}"
    return minimal(listing) | doc(alert=said)


def is_gone(listing: Listing) -> bool:
    return listing.status not in Listing.Status.visible()


def basic(listing: Listing, site: str) -> Document:
    """The fields that stand once in a service."""
    reached = for_residents(listing)
    return minimal(listing) | doc(
        organization_id=str(listing.organisation_id) if listing.organisation_id else None,
        alternate_name=listing.name_en,
        description=lines(listing.summary, listing.description),
        url=uri(listing.url) or f"{site}/places/{listing.slug}/",
        email=next((one.email for one in reached if one.email), ""),
        application_process=lines(label(Listing.Entry, listing.entry), listing.entry_text),
        fees_description=lines(label(Listing.FeeKind, listing.fee_kind), listing.fee_text),
        eligibility_description=lines(listing.who_for, _capacity(listing)),
        minimum_age=listing.age_min,
        maximum_age=listing.age_max,
        assured_date=listing.checked_on.isoformat() if listing.checked_on else None,
        alert=_alert(listing),
    )


def listed(listing: Listing, site: str) -> Document:
    """A service as an item of a list."""
    if is_gone(listing):
        return gone(listing)
    found = basic(listing, site)
    if listing.organisation:
        found["organization"] = organisation(listing.organisation)
    return found


def full(listing: Listing, site: str, today: date, history: list[Document]) -> Document:
    """A service with everything that belongs to it."""
    if is_gone(listing):
        return gone(listing) | doc(metadata=history)
    here = [_at_service(at, today) for at in listing.at.all()]
    return _everything_but_places(listing, site, history) | doc(service_at_locations=here)


def listed_at(at: ListingAt, site: str) -> Document:
    """A service at a location as an item of a list."""
    return doc(
        id=at_id(at.listing_id, at.place_id),
        service_id=str(at.listing_id),
        location_id=str(at.place_id),
        description=at.label,
        location=location(at.place),
        service=listed(at.listing, site),
    )


def full_at(at: ListingAt, site: str, today: date, history: list[Document]) -> Document:
    """A service at a location with everything that belongs to both."""
    gone_now = is_gone(at.listing)
    service = gone(at.listing) if gone_now else _everything_but_places(at.listing, site, history)
    return (
        {"id": at_id(at.listing_id, at.place_id), "service_id": str(at.listing_id)}
        | {"location_id": str(at.place_id)}
        | (doc(location=location(at.place)) if gone_now else _at_service(at, today))
        | {"service": service}
    )


def _everything_but_places(listing: Listing, site: str, history: list[Document]) -> Document:
    reached = for_residents(listing)
    return listed(listing, site) | doc(
        phones=[phone for one in reached for phone in phones(one)],
        contacts=[contact(one) for one in reached if one.label or one.email],
        schedules=_said_hours(listing),
        languages=languages(listing.languages.all()),
        cost_options=_costs(listing),
        required_documents=[
            {"id": derived("document", listing.pk, line.strip()), "document": line.strip()}
            for line in dict.fromkeys(listing.documents.splitlines())
            if line.strip()
        ],
        attributes=taxonomy.attributes(listing),
        metadata=history,
    )


def _at_service(at: ListingAt, today: date) -> Document:
    return doc(
        id=at_id(at.listing_id, at.place_id),
        description=at.label,
        schedules=schedules_of(at, today),
        location=full_location(at.place),
    )


def _said_hours(listing: Listing) -> list[Document]:
    """Hours that somebody wrote in words; the rules stand at each place."""
    if not listing.hours_text:
        return []
    return [{"id": derived("hours", listing.pk), "description": listing.hours_text}]


def _costs(listing: Listing) -> list[Document]:
    prices = [(fee.label, fee.yen) for fee in listing.fees.all()]
    if not prices and listing.fee_kind == Listing.FeeKind.FREE:
        prices = [("無料", 0)]
    return [
        {
            "id": derived("fee", listing.pk, number, label),
            "option": label,
            "currency": "JPY",
            "amount": yen,
        }
        for number, (label, yen) in enumerate(prices)
    ]


def _capacity(listing: Listing) -> str:
    number = f"定員 {listing.capacity}人" if listing.capacity else ""
    return " ".join(text for text in (number, listing.capacity_text) if text)


def _alert(listing: Listing) -> str:
    if listing.status != Listing.Status.SUSPENDED:
        return ""
    began = ""
    if listing.suspended_from:
        began = since.resting(listing.suspended_from, listing.suspended_from_known)
    back = f"再開の予定は{listing.suspended_until}です。" if listing.suspended_until else ""
    return lines(f"{began}{listing.suspended_reason}", back).replace("\n", " ")
