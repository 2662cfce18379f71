"""What somebody told in another room is carried to the appointment once, if they say so.

A room on any floor registers where its words can be read again:

    carrying.register("procedures.estimate", read)   # read(key) -> Carried | None

and leads to `/book/<desk>/<kind>/?carry=procedures.estimate:<key>`. The page shows the words and
asks; only with that tick are they sealed into the booking. Whoever writes the intake slip calls
`actions.booking.take_carried`, which hands them over once and empties the place.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Carried:
    """A title and lines as the person saw them."""

    title: str
    lines: tuple[str, ...]


Read = Callable[[str], Carried | None]
_sources: dict[str, Read] = {}


def register(source: str, read: Read) -> None:
    """Name a room's words; registering the same again changes nothing."""
    if _sources.setdefault(source, read) is not read:
        raise ValueError(f"two rooms carry words as {source}")


def read(reference: str) -> Carried | None:
    """The words behind ``source:key``; None for an unknown or outlived one."""
    source, _colon, key = reference.partition(":")
    known = _sources.get(source)
    return known(key) if known and key and len(reference) <= 200 else None
