"""What other rooms find for the same words: shown above the places, a few with a way to all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tomoni.core.search import Query


@dataclass(frozen=True)
class Line:
    """One thing found; `text` says when and where in a few words."""

    title: str
    lang: str
    url: str
    text: str


@dataclass(frozen=True)
class Beside:
    """What one room found: the first of them, how many there are, and where all are."""

    title: str
    total: int
    url: str
    icon: str
    lines: list[Line]


Provider = Callable[[Query, str, datetime, str], Beside]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Called by a room when it starts; asked with query, words as typed, moment and language."""
    _providers.append(provider)


def found(query: Query, typed: str, at: datetime, language: str) -> list[Beside]:
    """Only rooms that found something."""
    if not query:
        return []
    answers = (provider(query, typed, at, language) for provider in _providers)
    return [one for one in answers if one.total]
