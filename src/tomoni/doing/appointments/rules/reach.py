"""Who somebody is and how they can be reached."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Contact:
    """A name and at least one way to reach them. Everything is as typed until `checked`."""

    name: str
    kana: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""
    address: str = ""

    def plain(self) -> dict[str, str]:
        """What is sealed."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any] | None) -> "Contact":
        return cls(**{"name": "", **(plain or {})})
