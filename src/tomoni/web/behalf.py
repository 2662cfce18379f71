"""For whom somebody signed in acts; a room above says it, the head of every page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Behalf:
    """What the head shows.

    `name` is empty while nobody is chosen but somebody could be; `why_not` says that the
    ground has fallen away since.
    """

    name: str
    url: str
    stop_url: str
    why_not: str = ""


Provider = Callable[[HttpRequest], Behalf | None]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Say who knows; called in a room's `ready()`."""
    _provider[:] = [provider]


def behalf_of(request: HttpRequest) -> Behalf | None:
    return _provider[0](request) if _provider else None
