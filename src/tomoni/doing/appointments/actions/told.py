"""What somebody says when booking."""

from dataclasses import dataclass

from tomoni.doing.appointments.carrying import Carried
from tomoni.doing.appointments.models import Booking
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Person


@dataclass(frozen=True)
class Told:
    """What somebody says when booking, besides the time."""

    contact: Contact
    whose: str = Booking.Whose.SELF
    concerned: Contact | None = None
    consent: str = ""
    about: str = ""
    by_letter: bool = False
    language: str = "ja"
    carried: Carried | None = None
    person: Person | None = None
