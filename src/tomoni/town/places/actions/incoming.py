"""One row of an outside list, already read: what the action that takes it in is given."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

# The number under which our own open data names an entry that no publisher numbered.
_OURS = re.compile(r"T([0-9a-f]{32})(?:-\d+)?")


def our_number(listing_id: UUID, nth: int = 1) -> str:
    """Half-width and unique, as the standard asks; a second place of one entry is `…-2`."""
    return f"T{listing_id.hex}" + (f"-{nth}" if nth > 1 else "")


def is_ours(own_id: str) -> UUID | None:
    """The entry that one of our own numbers names."""
    m = _OURS.fullmatch(own_id)
    return UUID(m[1]) if m else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list comes from; `city_code` and `dataset` are the scope of its identifiers."""

    dataset: str
    city_code: str
    words: str
    url: str = ""
    licence: str = ""
    is_sample: bool = False


@dataclass(slots=True)
class Entry:
    """A place to be listed.

    `values` is flat so that three states can be compared field by field: what the file said
    last time, what it says now, and what stands in the directory.  Its keys are fields of
    `Listing`, and with a prefix those of `place`, `contact` and `at`; `hours`, `hazards` and
    `facts` are lists, `organisation` is the name of the body that runs it.  Every value can be kept as JSON.
    """

    row: int
    source: Source
    own_id: str
    natural: str
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    notes: list[dict[str, str]] = field(default_factory=list)
    # What the layout has columns for: only there does an empty cell say something.
    covers: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return str(self.values["name"])


@dataclass(slots=True)
class Outcome:
    """What became of one entry: created, updated, unchanged or rejected with a reason."""

    row: int
    result: str
    notes: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""
    field: str = ""
    value: str = ""
    listing_id: str = ""
