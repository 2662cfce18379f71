"""What can be chosen on the search page: categories, towns, districts and stations.

They change a few times a year and are shown on every page made anew, so they are kept.
"""

from dataclasses import dataclass
from typing import Any

from tomoni.core.stamp import Part
from tomoni.ground.districts.models import District, Station, Town
from tomoni.ground.districts.queries import bases
from tomoni.town.places.models import Category

LISTS = Part("places.category_", "districts.")


@dataclass(frozen=True)
class Choices:
    """Rows to be read and never to be written."""

    categories: list[Category]
    bases: list[tuple[str, str, list[Town]]]
    districts: list[District]
    stations: list[str]


_held: dict[str, Any] = {"state": None, "choices": None}


def current() -> Choices:
    """The lists as of their newest change."""
    state = LISTS.state()[0]
    if _held["state"] != state or _held["choices"] is None:
        made = Choices(
            categories=list(Category.objects.filter(is_active=True)),
            bases=bases(),
            districts=list(District.objects.order_by("kind", "order", "id")),
            stations=list(Station.objects.order_by("order", "id").values_list("name", flat=True)),
        )
        _held.update(state=state, choices=made)
        return made
    return _held["choices"]  # type: ignore[no-any-return]


def forget() -> None:
    """Read the lists anew at the next question; for tests, which write without audit rows."""
    _held.update(state=None, choices=None)
