"""What every kind of file is read into: headers, and rows that come one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


class FileRefused(Exception):
    """The file as a whole cannot be read; the message is for the clerk."""


@dataclass(slots=True)
class Row:
    """One record as it stands in the file.

    `number` is the row a clerk sees in a spreadsheet, the header being row 1 when the file
    starts with it; in GeoJSON it is the number of the feature.
    """

    number: int
    cells: list[str]
    notes: list[str] = field(default_factory=list)
    problem: str = ""


@dataclass(slots=True)
class Table:
    """A file opened for reading; `rows()` starts again from the first row."""

    kind: str
    encoding: str
    headers: list[str]
    rows: Callable[[], Iterator[Row]]
    preamble: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def said(self, key: str) -> str:
        """A value of the preamble, as in `#attribution_name,高松市`."""
        for line in self.preamble:
            if line and line[0] == key:
                return next((cell for cell in line[1:] if cell), "")
        return ""


def unique(headers: list[str]) -> list[str]:
    """Give a repeated or empty heading a name of its own so that no column is lost."""
    seen: dict[str, int] = {}
    out = []
    for n, header in enumerate(headers, start=1):
        name = header.strip() or f"（{n}列目）"
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return out
