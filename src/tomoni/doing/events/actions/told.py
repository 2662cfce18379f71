"""What a party says of itself, and the people it brings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from tomoni.core.text import search_key
from tomoni.doing.events.models import Attendee, SignUp
from tomoni.doing.events.rules import joining as rules
from tomoni.doing.events.rules.joining import Guest
from tomoni.ground.people.contacts import Contact
from tomoni.ground.people.models import Person
from tomoni.ground.people.rules.keys import phone_key

MOST_ANSWER = 1000


@dataclass(frozen=True)
class Told:
    """What somebody says when signing up; nothing here is read outside the organiser's list."""

    contact: Contact
    guests: Sequence[Guest]
    answers: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    by_letter: bool = False
    language: str = "ja"
    person: Person | None = None

    def sealed_contact(self) -> dict[str, Any]:
        return {**self.contact.plain(), **({"by_letter": True} if self.by_letter else {})}

    def sealed_answers(self) -> dict[str, Any] | None:
        said = {code: text.strip()[:MOST_ANSWER] for code, text in self.answers.items() if text}
        needs = self.needs.strip()[:MOST_ANSWER]
        return {"answers": said, "needs": needs} if said or needs else None

    def plain(self) -> dict[str, Any]:
        """Everything but for whom it is, to be sealed until its turn comes."""
        return {
            "contact": self.contact.plain(), "answers": self.answers, "needs": self.needs,
            "guests": [[one.name, one.age, one.note] for one in self.guests],
            "by_letter": self.by_letter, "language": self.language,
        }  # fmt: skip

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Told":
        """What `plain` gave."""
        more = {name: plain[name] for name in ("answers", "needs", "by_letter", "language")}
        guests = [Guest(name, age, note) for name, age, note in plain["guests"]]
        return cls(Contact.of(plain["contact"]), guests, **more)


def contact_key(contact: Contact) -> str:
    """A keyed digest of a name and the first way to reach it: equal for the same party, read by nobody."""
    way = phone_key(contact.phone) or contact.email.lower() or search_key(contact.address)
    words = f"{search_key(contact.name).replace(' ', '')}|{way}"
    return salted_hmac("tomoni.events.contact", words, algorithm="sha256").hexdigest()


def write_guests(made: SignUp, guests: Sequence[Guest], *, is_new: bool = False) -> None:
    """One row a human being, in the order told; who stays keeps their row and its check-in."""
    known: dict[int, Attendee] = {} if is_new else {one.order: one for one in made.attendees.all()}
    new = []
    for order, guest in enumerate(guests):
        who = {"name": " ".join(guest.name.split())[:100], "age": guest.age, "note": guest.note}
        one = known.get(order) or Attendee(sign_up=made, order=order)
        one.who, one.age_band = who, rules.band_of(guest.age)
        if one.order in known:
            one.save(update_fields=["who", "age_band"])
        else:
            new.append(one)
    Attendee.objects.bulk_create(new)
