"""What the builder has at hand while it builds."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tomoni.ground.districts.models import Town
from tomoni.ground.people.models import Organisation, User
from tomoni.town.places.models import Category, Place


@dataclass
class Ground:
    """The rows that many listings need, read once; `places` grows as halls are built."""

    clerk: User
    at: datetime
    today: date
    towns: dict[str, Town]
    bodies: dict[str, Organisation]
    categories: dict[str, Category]
    places: dict[str, Place] = field(default_factory=dict)
