"""What other rooms know of an entry right now, such as umbrellas to borrow there: one line each."""

from collections.abc import Callable
from dataclasses import dataclass

from tomoni.town.places.models import Listing


@dataclass(frozen=True)
class Now:
    """One line in the language of the page, with the page that tells more."""

    title: str
    text: str
    url: str
    icon: str


Provider = Callable[[Listing], list[Now]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Called by a room when it starts; asked with the entry, at most one question to the database."""
    if provider not in _providers:
        _providers.append(provider)


def known(listing: Listing) -> list[Now]:
    """The lines of all rooms, in the order in which the rooms started."""
    return [line for provider in _providers for line in provider(listing)]
