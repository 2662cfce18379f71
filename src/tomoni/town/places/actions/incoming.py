"""One row of an outside list, already read: what the action that takes it in is given."""

from dataclasses import dataclass, field
from typing import Any


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
    `Listing`, and with a prefix those of `place`, `contact` and `at`; `hours`, `hazards`,
    `facts` and `organisation` are lists.  Every value can be kept as JSON.
    """

    row: int
    source: Source
    own_id: str
    natural: str
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    notes: list[dict[str, str]] = field(default_factory=list)

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
