"""Identifiers that stay the same from day to day and from one rewriting of rows to the next.

Listings, places and organisations have UUIDs of their own. Everything else gets one made from
what it is: a phone number of a listing keeps its identifier however often the row is saved.
"""

import hashlib
from typing import Any
from uuid import UUID, uuid5

TOMONI = UUID("6f9c1f3e-6c0b-5f7a-9f0e-1d2a7b9c4e55")
LOW_62 = (1 << 62) - 1
HIGH_48 = ((1 << 48) - 1) << 80


def derived(kind: str, *parts: Any) -> str:
    """The UUID of a row that is known by its kind and its content."""
    return str(uuid5(TOMONI, "\x1f".join([kind, *(str(part) for part in parts)])))


def at_id(listing: UUID, place: UUID) -> str:
    """The identifier of a listing at a place (RFC 9562, version 8).

    Its first 48 bits are the listing's own, so that the row is found again with an index
    instead of by trying every pair; the rest is a digest of the pair.
    """
    digest = int.from_bytes(hashlib.sha256(listing.bytes + place.bytes).digest()[:10], "big")
    middle = (0x8000 | digest >> 68) << 64
    return str(UUID(int=(listing.int & HIGH_48) | middle | 0b10 << 62 | digest & LOW_62))


def listing_range(found: UUID) -> tuple[UUID, UUID]:
    """The smallest and largest listing identifier that can belong to an `at_id`."""
    first = found.int & HIGH_48
    return UUID(int=first), UUID(int=first | ((1 << 80) - 1))
