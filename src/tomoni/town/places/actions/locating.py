"""Where an imported place is: its town, and a point with its accuracy."""

from tomoni.ground.districts import queries as districts
from tomoni.town.places.actions.known_rows import Known
from tomoni.town.places.models import Place


def locate(known: Known, place: Place) -> None:
    """The town, and a point with its accuracy where the list gives only an address.

    A point is never invented: without one the town's own point stands in and is drawn as a
    circle.  Places of other cities have no town here.
    """
    if place.city_code not in {"", known.own_city} or not known.own_city:
        place.level = _level(place)
        return
    given = place.lat is not None and place.lng is not None and not _is_rough(place)
    found = known.located(place.address) if place.address else []
    one = next((each for each in found if len(each.towns) == 1), None)
    if one is not None:
        place.town = known.town(one.towns[0])
    elif given:
        near = districts.nearest_town(place.lat, place.lng)  # type: ignore[arg-type]
        place.town = known.town(near.code) if near else None
    if given or not found:
        place.level = _level(place)
        return
    place.lat, place.lng = found[0].lat, found[0].lng
    place.level, place.accuracy_m = Place.Level.TOWN, found[0].accuracy_m


def _is_rough(place: Place) -> bool:
    """A point that stood in for an address, not one that a list gave."""
    return place.level == Place.Level.TOWN and place.accuracy_m is not None


def _level(place: Place) -> str:
    """How exact a point is, told from how many decimals the publisher gives."""
    if place.lat is None or place.lng is None:
        return Place.Level.UNKNOWN
    decimals = max(len(repr(float(n)).partition(".")[2]) for n in (place.lat, place.lng))
    if decimals >= 4:
        return Place.Level.BUILDING
    return Place.Level.ADDRESS if decimals == 3 else Place.Level.TOWN
