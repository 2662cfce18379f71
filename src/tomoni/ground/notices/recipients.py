"""To whom a notice goes: an account, a person, or a bare contact."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tomoni.ground.people.models import Person, User


@dataclass(frozen=True)
class Recipient:
    """One of: `user`, `person`, or a bare contact (name and at least one way to reach them).

    What is given beside a user or person comes before what their row says.
    """

    user: User | None = None
    person: Person | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    language: str = ""

    @classmethod
    def of(cls, somebody: Any) -> "Recipient":
        """A recipient of a User or a Person."""
        return cls(user=somebody) if isinstance(somebody, User) else cls(person=somebody)

    @cached_property
    def account(self) -> User | None:
        return self.user or (self.person.user if self.person else None)

    @cached_property
    def human(self) -> Person | None:
        return self.person or getattr(self.user, "person", None)

    @cached_property
    def identity(self) -> str:
        """One word for one person; by it the database refuses a second copy."""
        if account := self.account:
            return f"user:{account.pk}"
        if self.person:
            return f"person:{self.person.pk}"
        return f"contact:{_digest(self._contact())}"

    @cached_property
    def former(self) -> str:
        """What the same person was called before they had an account, or ''."""
        return f"person:{self.human.pk}" if self.account and self.human else ""

    def _contact(self) -> str:
        for kind, value in (("mail", self.email), ("phone", self.phone)):
            if value:
                return f"{kind}:{value.strip().lower()}"
        return f"letter:{self.postcode}:{self.address}:{self.name}"

    @property
    def called(self) -> str:
        return (
            self.name
            or (self.human.name if self.human else "")
            or (self.account.name if self.account else "")
        )

    @cached_property
    def speaks(self) -> str:
        found = self.language
        for one in (self.account, self.human):
            found = found or (one.language if one else "")
        return found or "ja"

    @cached_property
    def mail(self) -> str:
        return self._first("email")

    @property
    def telephone(self) -> str:
        return self._first("phone")

    @property
    def postal(self) -> tuple[str, str]:
        """Postcode and address, or two empty words."""
        if self.address:
            return self.postcode, self.address
        return (self.human.postcode, self.human.address) if self.human else ("", "")

    def _first(self, field: str) -> str:
        """The contact given here, else of the account, else of the person."""
        for one in (self, self.account, self.human):
            if value := getattr(one, field, "") if one else "":
                return str(value).strip()
        return ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
