"""Lists that higher rooms give out: they stand in the same catalogue, and each keeps its own files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Other:
    """A list of another room, as the catalogue tells it; nothing is told of an empty one."""

    slug: str
    titles: dict[str, str]
    edition: str
    rows: int
    updated_at: datetime | None
    page: str  # The name of an address, as the three below.
    csv: str
    xlsx: str
    json: str
    sources: list[str] = field(default_factory=list)

    def title_in(self, language: str) -> str:
        return self.titles.get(language) or self.titles["ja"]


_providers: list[Callable[[], Other]] = []


def register(provider: Callable[[], Other]) -> None:
    """Called by a room when it starts."""
    _providers.append(provider)


def held() -> list[Other]:
    """The other rooms' lists that hold anything today."""
    return [found for provider in _providers if (found := provider()).rows]
