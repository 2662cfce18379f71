"""Who runs an entry, and how they can be reached."""

from dataclasses import dataclass, field
from datetime import date

from tomoni.ground.people.models import User
from tomoni.town.places.models import Listing
from tomoni.town.places.rules import reaching


@dataclass(frozen=True)
class Holder:
    """The body that runs an entry, else the entry itself by its name."""

    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    editors: list[User] = field(default_factory=list)

    @property
    def ways(self) -> list[str]:
        return reaching.ways(
            editors=len(self.editors), email=self.email, phone=self.phone, address=self.address
        )


def holder_of(listing: Listing, *, on: date) -> Holder:
    """The contacts of the entry itself before those of its body; letters go to its place."""
    body = listing.organisation
    contacts = list(listing.contacts.order_by("order", "id"))
    here = listing.at.select_related("place").order_by("-is_main", "order", "id").first()
    place = here.place if here else None
    editors = User.objects.none()
    if body:
        members = body.memberships.in_force(on).filter(part="editor")
        editors = User.objects.filter(is_active=True, memberships__in=members)
    emails = [one.email for one in contacts] + [body.email if body else ""]
    phones = [one.phone for one in contacts] + [body.phone if body else ""]
    return Holder(
        name=body.name if body else listing.name,
        email=next(filter(None, emails), ""),
        phone=next(filter(None, phones), ""),
        postcode=place.postcode if place else "",
        address=place.address if place else "",
        editors=list(editors.distinct().order_by("pk")),
    )
