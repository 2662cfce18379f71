"""Places as HSDS locations."""

import re

from django.utils import translation
from django.utils.translation import gettext as _

from tomoni.api.hsds.ids import derived
from tomoni.api.hsds.shape import Document, doc, label, language, lines
from tomoni.core.city import city
from tomoni.town.places.models import Place, PlaceFact
from tomoni.town.places.queries.reading import place_name

CITY_IN_ADDRESS = re.compile(r"^(?:(?P<region>.{2,3}?[都道府県]))?(?P<city>.{1,6}?[市区町村])")


def location(place: Place) -> Document:
    """One place with the fields that stand once."""
    return doc(
        id=str(place.pk),
        location_type="physical",
        organization_id=str(place.organisation_id) if place.organisation_id else None,
        name=str(place_name(place, language())),
        alternate_name=place.name if language() == "en" and place.name_en else place.name_en,
        description=lines(
            _how_exact(place),
            place.parking_text and _("駐車場: %(words)s") % {"words": place.parking_text},
        ),
        transportation=place.access_text,
        latitude=place.lat,
        longitude=place.lng,
    )


def full_location(place: Place) -> Document:
    """One place with its address and barrier-free facts; needs its facts and town at hand."""
    return location(place) | doc(
        addresses=addresses(place),
        accessibility=[accessibility(fact) for fact in place.facts.all()],
    )


def addresses(place: Place) -> list[Document]:
    if not place.address:
        return []
    town, region, rest = _parts(place)
    return [
        {
            "id": derived("address", place.pk),
            "address_1": rest or place.address,
            **doc(address_2=place.building),
            "city": town,
            "state_province": region,
            "postal_code": place.postcode or (place.town.postcode if place.town else ""),
            "country": "JP",
            "address_type": "physical",
        }
    ]


def accessibility(fact: PlaceFact) -> Document:
    with translation.override(language()):
        said = fact.sentence
    said = said or f"{label(PlaceFact.Code, fact.code)}: {label(PlaceFact.Value, fact.value)}"
    return doc(
        id=derived("accessibility", fact.place_id, fact.code), description=said, details=fact.note
    )


def _parts(place: Place) -> tuple[str, str, str]:
    """City, prefecture and the rest of the address; imported files may cover other cities."""
    here = city()
    found = CITY_IN_ADDRESS.match(place.address)
    rest = place.address
    if place.address.startswith((here.name, here.prefecture + here.name)):
        rest = place.address.removeprefix(here.prefecture).removeprefix(here.name)
        return here.name, here.prefecture, rest.strip()
    if found and place.city_code not in ("", here.code):
        region = found["region"] or here.prefecture
        return found["city"], region, rest[found.end() :].strip()
    return here.name, here.prefecture, rest.strip()


def _how_exact(place: Place) -> str:
    """A point that is not the building says so, because people walk there."""
    if place.level in (Place.Level.BUILDING, Place.Level.ADDRESS) or place.lat is None:
        return ""
    about = ""
    if place.accuracy_m:
        about = _("誤差の目安 約%(metres)sメートル") % {"metres": place.accuracy_m}
    return f"{label(Place.Level, place.level)} {about}".strip()
