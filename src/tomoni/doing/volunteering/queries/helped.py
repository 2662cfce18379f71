"""Who is helped by a need, also where nobody wrote a person to it: they never help there themselves.

The yes to told hours goes to whoever asked, and it is worth money; so whoever asked on the public
form, and whoever has the telephone or mail that was left there, is no helper of that need.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tomoni.doing.volunteering.models import Need
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules.keys import phone_key


@dataclass(frozen=True)
class Helped:
    """What is known of whoever is helped."""

    person: Any = None
    asker: Any = None
    phone: str = ""
    email: str = ""

    def is_one_of(self, entries: Iterable[Person]) -> bool:
        """Whether one of these entries of one human is them."""
        return any(
            one.pk == self.person
            or (self.asker is not None and one.user_id == self.asker)
            or (self.phone and one.phone_key == self.phone)
            or (self.email and one.email.lower() == self.email)
            for one in entries
        )


def of(need: Need) -> Helped:
    """Read from the need; its contact is unsealed for it."""
    told = Contact.of(need.contact)
    return Helped(
        person=need.person_id,
        # Staff who write down what they hear are not who is helped; the public form has its mark.
        asker=need.asked_by_id if need.from_hash else None,
        phone=phone_key(told.phone),
        email=told.email.strip().lower(),
    )
