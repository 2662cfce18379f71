"""Records that hang together: whoever alters, removes or moves a row breaks the chain.

A model of a record inherits `Chained`. Each row then knows its lane, its number there, the hash
of the row before it and its own hash (`rows`). The newest hashes are written, signed, to a file
outside the database (`checkpoints`), so that rows missing at the end are noticed as well.
`tomoni audit verify` looks through everything (`verifying`). Why it is done with lanes:
docs/adr/0020-chained-records.md.
"""

from datetime import datetime

from tomoni.core.chain.rows import Chained, ChainedQuerySet, link, place

__all__ = ["Chained", "ChainedQuerySet", "link", "place", "write_checkpoints"]


def write_checkpoints(at: datetime, reason: str = "tick") -> bool:
    """Sign the newest hashes of all chains into the file; True when there was something new."""
    from tomoni.core.chain import checkpoints

    return checkpoints.write(at=at, reason=reason)
