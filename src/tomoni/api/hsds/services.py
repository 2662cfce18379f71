"""Listings as HSDS services, and listings at places as services at locations."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tomoni.api.hsds import taxonomy
from tomoni.api.hsds.areas import area
from tomoni.api.hsds.contacts import contact, for_residents, languages, phones
from tomoni.api.hsds.ids import at_id, derived
from tomoni.api.hsds.locations import full_location, location
from tomoni.api.hsds.organisations import organisation
from tomoni.api.hsds.schedules import schedules_of
from tomoni.api.hsds.shape import Document, doc, label, language, lines, own, uri
from tomoni.town.places.models import Listing, ListingAt
from tomoni.town.places.queries.reading import in_language
from tomoni.town.places.rules import since

FREE = gettext_noop("無料")
STATUS = {
    Listing.Status.PUBLISHED: "active",
    Listing.Status.SUSPENDED: "temporarily closed",
    Listing.Status.CLOSED: "defunct",
    # Taken out of the directory after it had been published: those who copied it must know.
    Listing.Status.DRAFT: "inactive",
}
WITHDRAWN = gettext_noop("公開を取りやめた掲載")


def name_of(listing: Listing) -> str:
    return str(in_language(listing, language())["name"])


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
        "name": _(WITHDRAWN) if listing.status == Listing.Status.DRAFT else name_of(listing),
        "status": STATUS[Listing.Status(listing.status)],
        "last_modified": modified(listing),
    }


def gone(listing: Listing) -> Document:
    """What is left of a listing that has ended: that it has, when and why."""
    said = ""
    if listing.status == Listing.Status.CLOSED:
        ended = since.ended(listing.closed_on, listing.closed_on_known) if listing.closed_on else ""
        said = _join(ended, own(listing, "closed_reason"))
    return minimal(listing) | doc(alert=said)


def is_gone(listing: Listing) -> bool:
    return listing.status not in Listing.Status.visible()


def basic(listing: Listing, site: str) -> Document:
    """The fields that stand once in a service."""
    reached = for_residents(listing)
    said = {field: str(text) for field, text in in_language(listing, language()).items()}
    name = said["name"]
    return minimal(listing) | doc(
        organization_id=str(listing.organisation_id) if listing.organisation_id else None,
        alternate_name=listing.name_en if name == listing.name else listing.name,
        description=lines(said["summary"], said["description"]),
        url=uri(listing.url) or f"{site}/places/{listing.slug}/",
        email=next((one.email for one in reached if one.email), ""),
        application_process=lines(label(Listing.Entry, listing.entry), said["entry_text"]),
        fees_description=lines(label(Listing.FeeKind, listing.fee_kind), said["fee_text"]),
        eligibility_description=lines(
            said["who_for"], _capacity(listing.capacity, said["capacity_text"])
        ),
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
        service_areas=[area(one, site) for one in listing.areas.all()],
        languages=languages(listing.languages.all()),
        cost_options=_costs(listing),
        required_documents=[
            {"id": derived("document", listing.pk, line), "document": line}
            for line in dict.fromkeys(in_language(listing, language())["documents"].lines)
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
    words = str(in_language(listing, language())["hours_text"])
    return [{"id": derived("hours", listing.pk), "description": words}]


def _costs(listing: Listing) -> list[Document]:
    prices = [(fee.label, fee.yen) for fee in listing.fees.all()]
    if not prices and listing.fee_kind == Listing.FeeKind.FREE:
        prices = [(FREE, 0)]
    return [
        {
            "id": derived("fee", listing.pk, number, label),
            "option": _(label) if label == FREE else label,
            "currency": "JPY",
            "amount": yen,
        }
        for number, (label, yen) in enumerate(prices)
    ]


def _capacity(people: int | None, words: str) -> str:
    number = _("定員 %(people)s人") % {"people": people} if people else ""
    return " ".join(text for text in (number, words) if text)


def _join(*sentences: str) -> str:
    """Sentences one after the other, with a space where the language has one."""
    return ("" if language() == "ja" else " ").join(one for one in sentences if one)


def _alert(listing: Listing) -> str:
    if listing.status != Listing.Status.SUSPENDED:
        return ""
    began = ""
    if listing.suspended_from:
        began = since.resting(listing.suspended_from, listing.suspended_from_known)
    back = ""
    if listing.suspended_until:
        back = _("再開の予定は%(day)sです。") % {"day": listing.suspended_until.isoformat()}
    return lines(_join(began, own(listing, "suspended_reason")), back).replace("\n", " ")
